import Dialects
import Model
import Testing

@testable import Commands

@Suite("What comes to an execution of TensorFlow containers") struct TensorFlowCourseTests {
    private static let requests = [
        TensorFlowRequest(.execution, instance: 3, image: "tf", threads: 2, seconds: .seconds(10)),
        TensorFlowRequest(.update, instance: 3, image: "tf", threads: 4, seconds: .seconds(5)),
        TensorFlowRequest(.execution, instance: 1, image: "tf", threads: 1),
    ]

    private final class Told { var sentences: [String] = [] }

    private static func workload(_ waiting: TensorFlowWaiting = .next) -> TensorFlowWorkload {
        TensorFlowWorkload(
            requests, waiting, TensorFlowScheduling(assignment: .alwaysAttend),
            TensorFlowSurroundings(model: "", version: .malleable, volumes: []), mostCores: nil, machine: 4)
    }

    private static func at(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

    /// Plays it as a loop would; the containers start at once and end when they are told to.
    private static func play(
        _ course: TensorFlowCourse, _ moments: [Int64], ends: [Int64: Int] = [:]
    ) -> [Int64: [Fact]] {
        var jobs = 0
        var all: [Int64: [Fact]] = [:]
        for moment in moments {
            var facts = course.facts(jobCount: jobs, at: at(moment))
            all[moment] = facts
            for case .jobsSubmitted(let first, _, _, _) in facts {
                facts.append(
                    .attemptsHandedOver(
                        HandOver(
                            firstAttempt: AttemptIdentifier(first.number),
                            placement: Placement(parts: [.init(node: NodeIdentifier(0), cores: [.init(position: 0)])]),
                            after: nil, tasks: [TaskRange(job: first, iterations: 0..<1)], at: at(moment))))
                facts.append(.attemptStarted(AttemptIdentifier(first.number), at: at(moment)))
                jobs += 1
            }
            if let attempt = ends[moment] {
                facts.append(
                    .attemptEnded(
                        AttemptEnd(
                            attempt: AttemptIdentifier(attempt), startedAt: nil, endedAt: at(moment),
                            outcome: .succeeded)))
            }
            course.recorded(facts)
        }
        return all
    }

    @Test("each request is made at its moment, in the jobs' numbers that the run has")
    func moments() {
        let workload = Self.workload()
        let course = TensorFlowCourse(workload, rest: .zero, gate: nil) { _ in }

        #expect(course.wakeAt == .zero)
        let facts = Self.play(course, [100, 105, 110, 115])

        let first = workload.job(Self.requests[0], position: 0)
        let second = workload.job(Self.requests[2], position: 1)
        #expect(facts[100] == [.jobsSubmitted(first: JobIdentifier(0), jobs: [first], at: Self.at(100))])
        #expect(facts[105] == [])
        let change = JobChange(cores: .one...Cores(4), preferredCores: Cores(4))
        #expect(facts[110] == [.jobChanged(JobIdentifier(0), change, at: Self.at(110))])
        #expect(facts[115] == [.jobsSubmitted(first: JobIdentifier(1), jobs: [second], at: Self.at(115))])
        #expect(course.isOver)
        #expect(course.wakeAt == nil)
    }

    @Test("the seconds may be waited for before the line they stand in; a rest comes before all")
    func own() {
        let course = TensorFlowCourse(Self.workload(.own), rest: .seconds(120), gate: nil) { _ in }

        #expect(course.facts(jobCount: 0, at: Self.at(0)) == [])
        #expect(course.wakeAt == Self.at(130))
    }

    @Test("an update of a container that has ended changes nothing, and is told")
    func late() {
        let told = Told()
        let course = TensorFlowCourse(Self.workload(), rest: .zero, gate: nil) { told.sentences.append($0) }

        let facts = Self.play(course, [0, 5, 10], ends: [5: 0])

        #expect(facts[10] == [])
        #expect(told.sentences == ["instance3 has ended; its update to 4 threads comes too late."])
    }

    @Test("a container whose client is dead is stopped, and asked for again when it has ended")
    func restart() {
        final class Said {
            var verdicts: [TensorFlowClients.Verdict] = []
            var standings: [[TensorFlowClients.Standing]] = []
        }
        let said = Said()
        let told = Told()
        let course = TensorFlowCourse(Self.workload(), rest: .zero, gate: nil) { told.sentences.append($0) }
        course.hear(
            .init(know: { said.standings.append($0) }) {
                defer { said.verdicts.removeAll() }
                return said.verdicts
            })
        _ = Self.play(course, [0, 10, 15])
        let task = TaskRange(job: JobIdentifier(0), iterations: 0..<1)
        func end(at seconds: Int64) -> Fact {
            let end = AttemptEnd(
                attempt: AttemptIdentifier(0), startedAt: nil, endedAt: Self.at(seconds), outcome: .cancelled)
            return .attemptEnded(end)
        }

        said.verdicts = [.init(container: 3, verdict: .dead)]

        #expect(said.standings.last?.map(\.container) == [3, 1])
        #expect(course.facts(jobCount: 2, at: Self.at(20)) == [.tasksCancelled(task, at: Self.at(20))])
        #expect(course.facts(jobCount: 2, at: Self.at(21)) == [])
        #expect(!course.isOver)
        course.recorded([end(at: 22)])
        #expect(course.wakeAt == Self.at(0))
        let retried = course.facts(jobCount: 2, at: Self.at(22))
        #expect(retried == [.tasksRetried(task, at: Self.at(22))])
        course.recorded(retried)
        #expect(course.chronicle.stories[0].restarts == [Self.at(22)])
        #expect(said.standings.last?.map(\.container) == [1])
        #expect(told.sentences == ["instance3 does not answer; it is stopped and started again."])
    }

    @Test("while memory is full nothing starts; it is looked at each second until there is room")
    func gate() {
        final class Memory { var used = 0.85 }
        let memory = Memory()
        let told = Told()
        let gate = MemoryGate(limit: 80) { memory.used }
        let course = TensorFlowCourse(Self.workload(), rest: .zero, gate: gate) { told.sentences.append($0) }

        let first = course.facts(jobCount: 0, at: Self.at(0))
        course.recorded(first)
        #expect(first.first == .heldBack(at: Self.at(0)))
        #expect(first.count == 2)
        #expect(told.sentences == ["85 % of the memory are in use; no container starts until it is less than 80 %."])
        #expect(course.wakeAt == Self.at(1))
        #expect(course.facts(jobCount: 1, at: Self.at(1)) == [])
        #expect(!course.isOver)

        memory.used = 0.79
        #expect(course.facts(jobCount: 1, at: Self.at(2)) == [.resumed(at: Self.at(2))])
    }
}
