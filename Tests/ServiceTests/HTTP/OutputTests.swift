import Model
import Posix
import Testing
import Web

@testable import Service

@Suite("what tasks printed, over HTTP")
struct OutputTests {
    private static let executor: UInt64 = 0xABC

    /// A job of two tasks on a node of this executor; the first runs, the second waits.
    private func story(executor: UInt64) -> Story {
        var story = Story()
        var node = Node(identifier: NodeIdentifier(1), name: "there", cores: [0, 1], memory: .gibibytes(1))
        node.executor = executor
        story.add(.nodeJoined(node, at: Story.at(0)))
        story.submit("a", 0..<2)
        return story
    }

    private func handOver(_ attempt: Int, task iteration: Int) -> Fact {
        .attemptsHandedOver(
            HandOver(
                firstAttempt: AttemptIdentifier(attempt),
                placement: Placement(parts: [
                    Placement.Part(node: NodeIdentifier(1), cores: [Placement.CoreShare(position: 0)])
                ]), after: nil, tasks: [TaskRange(job: JobIdentifier(0), iterations: iteration..<(iteration + 1))],
                at: Story.at(10)))
    }

    private func started(_ attempt: Int) -> Fact { .attemptStarted(AttemptIdentifier(attempt), at: Story.at(20)) }

    private func ended(
        _ attempt: Int, _ output: CapturedOutput.Location, _ outcome: Outcome = .succeeded
    ) -> Fact {
        .attemptEnded(
            AttemptEnd(
                attempt: AttemptIdentifier(attempt), startedAt: Story.at(20), endedAt: Story.at(30), outcome: outcome,
                output: CapturedOutput(standardOutput: output, standardError: .nothing)))
    }

    @Test("what is kept in a folder that can be read is read there, whole or in part", arguments: [0, executor])
    func kept(executor: UInt64) throws {
        let service = try PlayedService()
        let folder = executor == 0 ? service.run : service.run + "/executors/abc"
        try FileSystem.makeDirectories(folder, mode: 0o700)
        try FileSystem.replace(folder + "/output.log", with: Array("before hello world after".utf8))
        let facts = [handOver(0, task: 0), started(0), ended(0, .log(offset: 7, count: 11))]
        try service.record(story(executor: executor).facts + facts)

        let place = "v1/jobs/a/tasks/0/output"
        #expect(try service.get(place).text == "hello world")
        #expect(try service.get(place).headers["Rota-Running"] == "false")
        #expect(try service.get(place, ["offset": "6"]).text == "world")
        #expect(try service.get(place, ["offset": "2", "count": "3"]).text == "llo")
        #expect(try service.get(place, ["offset": "100"]).text == "")
        #expect(try service.get(place, ["stream": "stderr"]).text == "")
        #expect(try service.get(place, ["attempt": "1", "follow": "true"]).text == "hello world")
        #expect(try service.get(place, ["attempt": "2"]).status == 404)
        #expect(try service.get("v1/jobs/a/tasks/1/output").status == 404)
    }

    @Test("a long output comes whole from the executor that keeps it, piece by piece")
    func asked() throws {
        let service = try PlayedService()
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let facts = [handOver(0, task: 0), started(0), ended(0, .file(count: Int64(bytes.count)))]
        try service.record(story(executor: Self.executor).facts + facts)

        let response = try service.get("v1/jobs/a/tasks/0/output", [:]) { question in
            #expect(question.node == NodeIdentifier(1) && question.attempt == AttemptIdentifier(0))
            #expect(question.location == .file(count: Int64(bytes.count)))
            let start = Int(question.offset)
            return .success(Array(bytes[start..<min(bytes.count, start + Int(question.count))]))
        }

        #expect(response?.status == 200)
        #expect(response?.body == bytes)
    }

    @Test("an executor that is not there is told of, in words")
    func gone() throws {
        let service = try PlayedService()
        let facts = [handOver(0, task: 0), started(0), ended(0, .log(offset: 0, count: 5))]
        try service.record(story(executor: Self.executor).facts + facts)

        let response = try service.get("v1/jobs/a/tasks/0/output", [:]) { _ in
            .failure(OutputQuestion.Unavailable(reason: "its executor is not there"))
        }

        #expect(response?.status == 503)
        #expect(response?.text.contains("what a:0 printed can't be read: its executor is not there.") == true)
    }

    @Test("followed, a task's output comes while it runs, goes on with its next attempt, and ends with the task")
    func followed() throws {
        let service = try PlayedService()
        try service.record(story(executor: Self.executor).facts)
        var live = "one\n"
        var asked = 0
        var failure: (any Error)?
        // What happens, by how often somebody has asked what is printed.
        let steps: [Int: () throws -> Void] = [
            2: { live += "two\n" },
            4: {
                try service.record([ended(0, .log(offset: 0, count: 8), .exited(code: 3))])
                try service.record([
                    .taskReturned(Story.task(0, 0), readyAt: Story.at(30), memory: .zero), handOver(1, task: 0),
                    started(1),
                ])
            },
            8: { try service.record([ended(1, .log(offset: 8, count: 6))]) },
        ]
        try service.record([handOver(0, task: 0), started(0)])

        let response = try service.get("v1/jobs/a/tasks/0/output", ["follow": "true"]) { question in
            asked += 1
            let text = question.attempt.number == 0 ? live : "three\n"
            do { try steps[asked]?() } catch { failure = error }
            return .success(Array(text.utf8.dropFirst(Int(question.offset))))
        }

        if let failure { throw failure }
        #expect(response?.text == "one\ntwo\nthree\n")
        #expect(asked >= 8)
    }
}
