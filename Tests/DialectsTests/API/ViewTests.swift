import Dialects
import Model
import Testing

@Suite("views survive their way through an answer")
struct ViewTests {
    /// What a client understands of what the service wrote.
    private func roundTrip<View: JSONWritable>(
        _ view: View, indented: Bool = false, _ reading: (AnswerFields) throws -> View
    ) throws -> View {
        var json = JSONText(indented: indented)
        view.write(to: &json)
        return try reading(AnswerFields(JSONReader.read(json.bytes, document: "answer").root))
    }

    @Test("every view reads back as it was, whether it is written on one line or on many", arguments: [false, true])
    func wholeViews(indented: Bool) throws {
        #expect(try roundTrip(SampleViews.job, indented: indented) { try JobView($0) } == SampleViews.job)
        #expect(try roundTrip(SampleViews.task, indented: indented) { try TaskView($0) } == SampleViews.task)
        #expect(
            try roundTrip(SampleViews.statistics, indented: indented) { try StatisticsView($0) }
                == SampleViews.statistics)
        #expect(
            try roundTrip(SampleViews.explanation, indented: indented) { try ExplanationView($0) }
                == SampleViews.explanation)
        #expect(try roundTrip(SampleViews.node, indented: indented) { try NodeView($0) } == SampleViews.node)
        #expect(try roundTrip(SampleViews.event, indented: indented) { try EventView($0) } == SampleViews.event)
        #expect(try roundTrip(SampleViews.service, indented: indented) { try ServiceView($0) } == SampleViews.service)
        #expect(try roundTrip(SampleViews.problem, indented: indented) { try ProblemView($0) } == SampleViews.problem)
    }

    @Test("what is not there reads back as not there")
    func bareViews() throws {
        let attempt = AttemptView(
            task: "a", job: "a", attempt: 0, kind: .lost, end: "lost", handedOverAt: SampleViews.at(0), startedAt: nil,
            endedAt: SampleViews.at(1), elapsed: .zero)
        let job = JobView(
            number: 0, name: "a", state: .waiting, counts: StateCounts(), submittedAt: SampleViews.at(0),
            indices: 0..<1)
        let statistics = StatisticsView(isGoing: false, lastFactAt: SampleViews.at(0))
        let running = RunningView(
            task: "a", attempt: 1, handedOverAt: SampleViews.at(0), startedAt: nil, place: "core 1")

        #expect(try roundTrip(attempt) { try AttemptView($0) } == attempt)
        #expect(try roundTrip(job) { try JobView($0) } == job)
        #expect(try roundTrip(statistics) { try StatisticsView($0) } == statistics)
        #expect(try roundTrip(running) { try RunningView($0) } == running)
    }

    @Test("a member that a newer service adds is passed over; one that is missing is refused by its name")
    func otherVersions() throws {
        let newer = #"{"message": "x", "error": {"message": "a", "colour": [1, {"b": null}]}}"#
        let older = #"{"task": "mesh:3", "iteration": 3}"#

        let problem = try ProblemView(AnswerFields(JSONReader.read(Array(newer.utf8), document: "answer").root))
        let refusal = #expect(throws: Refusal.self) {
            try TaskView(AnswerFields(JSONReader.read(Array(older.utf8), document: "answer").root))
        }

        #expect(problem == ProblemView(message: "a"))
        #expect(refusal?.description.contains(#"has no "job""#) ?? false)
    }

    @Test(
        "amounts that are no amounts are refused and not misread",
        arguments: ["1e3", "\"1\"", "999999999999999999999", "true"])
    func wrongAmounts(text: String) throws {
        let fields = try AnswerFields(JSONReader.read(Array("{\"seconds\": \(text)}".utf8), document: "answer").root)

        #expect(throws: Refusal.self) { try fields.duration("seconds") }
    }

    @Test("decimal amounts keep every digit they were written with")
    func decimals() throws {
        let text = #"{"a": -0.5, "b": 12, "c": 0.000001, "d": 1.25}"#
        let fields = try AnswerFields(JSONReader.read(Array(text.utf8), document: "answer").root)

        #expect(try fields.duration("a") == .milliseconds(-500))
        #expect(try fields.duration("b") == .seconds(12))
        #expect(try fields.duration("c") == .microseconds(1))
        #expect(try fields.cores("d") == Cores(thousandths: 1250))
        #expect(try fields.duration("e") == .zero)
    }
}
