import Dialects
import Model
import Testing

@Suite("What the TensorFlow scheduler leaves") struct TensorFlowOutputTests {
    private static let requests = [
        TensorFlowRequest(.execution, instance: 4, image: "tf", threads: 4, priority: 1),
        TensorFlowRequest(.execution, instance: 2, image: "tf", threads: 2),
        TensorFlowRequest(.update, instance: 4, image: "tf", threads: 8),
    ]

    private static func at(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

    private static func placement(_ cores: Int) -> Placement {
        Placement(parts: [.init(node: NodeIdentifier(0), cores: (0..<cores).map { .init(position: $0) })])
    }

    private static func start(_ attempt: Int, _ job: Int, _ cores: Int, at seconds: Int64) -> [Fact] {
        let handOver = HandOver(
            firstAttempt: AttemptIdentifier(attempt), placement: placement(cores), after: nil,
            tasks: [TaskRange(job: JobIdentifier(job), iterations: 0..<1)], at: at(seconds))
        return [.attemptsHandedOver(handOver), .attemptStarted(AttemptIdentifier(attempt), at: at(seconds))]
    }

    private static func adjust(_ attempt: Int, _ number: Int, to cores: Int, at seconds: Int64) -> [Fact] {
        let adjustment = Adjustment(number: number, placement: placement(cores), isPaused: cores == 0)
        return [
            .adjustmentDecided(AttemptIdentifier(attempt), adjustment, at: at(seconds)),
            .attemptAdjusted(AttemptIdentifier(attempt), number: number, at: at(seconds)),
        ]
    }

    private static func end(_ attempt: Int, at seconds: Int64, _ outcome: Outcome = .succeeded) -> Fact {
        .attemptEnded(
            AttemptEnd(attempt: AttemptIdentifier(attempt), startedAt: nil, endedAt: at(seconds), outcome: outcome))
    }

    /// Two containers on four cores: 4 starts wide, is paused for 2, goes on narrower, and is enlarged as asked; then
    /// it is lost, and runs again.
    private static func chronicle() -> TensorFlowChronicle {
        var chronicle = TensorFlowChronicle(requests, mostCores: 4)
        func submit(_ number: Int, at seconds: Int64) -> Fact {
            let job = Job(name: requests[number].name, command: Command(action: .script("")))
            return .jobsSubmitted(first: JobIdentifier(number), jobs: [job], at: at(seconds))
        }
        var facts = [submit(0, at: 0)] + start(0, 0, 3, at: 1) + [submit(1, at: 10)]
        facts += adjust(0, 1, to: 0, at: 11) + start(1, 1, 2, at: 12) + adjust(0, 2, to: 2, at: 20)
        facts.append(.jobChanged(JobIdentifier(0), JobChange(preferredCores: Cores(8)), at: at(21)))
        facts += [end(1, at: 22)] + adjust(0, 3, to: 4, at: 23) + [end(0, at: 30, .lost)]
        facts.append(.taskReturned(TaskIdentifier(job: JobIdentifier(0), iteration: 0), readyAt: at(30), memory: .zero))
        facts += start(2, 0, 4, at: 32) + [end(2, at: 40)]
        for fact in facts { chronicle.take(fact) }
        return chronicle
    }

    private static let facts = TensorFlowEventsText.Facts(
        model: "lenet, wide", scheduling: TensorFlowScheduling(planning: .priority, assignment: .proportional),
        version: .malleable, zone: 3600)

    @Test("the columns of scheduler_events.txt are those of every such file")
    func header() {
        let text = TensorFlowEventsText([], Self.facts).text

        #expect(
            text == """
                Model,Policy,Tensorflow,Container,Inter_Parallelism_Request,Intra_Parallelism_Request,\
                Inter_Parallelism_Initial,Intra_Parallelism_Initial,Start_Request,Execution_Start,Execution_Finish,\
                Reassigment_1,Reassigment_1_Inter,Reassigment_1_Intra,Reassigment_2,Reassigment_2_Inter,\
                Reassigment_2_Intra,Update_Request_1,Update_Attention_1,Update_Attention_1_Inter,\
                Update_Attention_1_Intra,Pause_Start_1,Pause_Finish_1,Reassigment_Count,Pause_Count,Update_Count,\
                Request_id,Execution_Time,First_Execution_Time,Wait_Time

                """)
    }

    @Test("scheduler_events.txt tells each container's starts, changes, pauses and times")
    func events() {
        let lines = TensorFlowEventsText(Self.chronicle().stories, Self.facts).text.split(separator: "\n")

        #expect(lines.count == 3)
        #expect(
            lines[1] == """
                "lenet, wide",max_prop,maleable,4,1,3,1,2,1970-01-01 01:00:00.000000,1970-01-01 01:00:01.000000,\
                1970-01-01 01:00:40.000000,1970-01-01 01:00:20.000000,1,1,,,,1970-01-01 01:00:21.000000,\
                1970-01-01 01:00:23.000000,1,3,1970-01-01 01:00:11.000000,1970-01-01 01:00:20.000000,1,1,1,0,39.0,\
                1.0,12.0
                """)
        #expect(
            lines[2] == """
                "lenet, wide",max_prop,maleable,2,1,1,1,1,1970-01-01 01:00:10.000000,1970-01-01 01:00:12.000000,\
                1970-01-01 01:00:22.000000,,,,,,,,,,,,,0,0,0,1,10.0,2.0,2.0
                """)
    }

    @Test("as many changes as there were have columns")
    func many() {
        var chronicle = TensorFlowChronicle(Self.requests, mostCores: 4)
        let job = Job(name: "instance4", command: Command(action: .script("")))
        chronicle.take(.jobsSubmitted(first: JobIdentifier(0), jobs: [job], at: .zero))
        for fact in Self.start(0, 0, 1, at: 1) { chronicle.take(fact) }
        for number in 1...5 {
            for fact in Self.adjust(0, number, to: number % 2 + 2, at: Int64(number) + 1) { chronicle.take(fact) }
        }
        chronicle.take(Self.end(0, at: 9))

        let lines = TensorFlowEventsText(chronicle.stories, Self.facts).text.split(separator: "\n")

        #expect(lines[0].contains(",Reassigment_5,Reassigment_5_Inter,Reassigment_5_Intra,Update_Request_1,"))
        let columns = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }
        // The model's name holds a comma.
        #expect(columns[1] == columns[0] + 1)
    }

    @Test("an update to more than there is, of a container that has all there is, is served at once")
    func updateToMore() {
        var chronicle = TensorFlowChronicle(Self.requests, mostCores: 4)
        let job = Job(name: "instance4", command: Command(action: .script("")))
        chronicle.take(.jobsSubmitted(first: JobIdentifier(0), jobs: [job], at: .zero))
        for fact in Self.start(0, 0, 4, at: 1) { chronicle.take(fact) }
        chronicle.take(.jobChanged(JobIdentifier(0), JobChange(preferredCores: Cores(4)), at: Self.at(2)))

        #expect(chronicle.stories[0].updates.map(\.attended?.at) == [Self.at(2)])
    }

    @Test("gantt_events.txt has a row for each width, and for each request until it was served")
    func gantt() {
        let text = TensorFlowTables.gantt(Self.chronicle().stories, zone: 0)

        func row(_ task: Int, _ from: String, _ until: String, _ cores: Int, _ request: Int) -> String {
            "\(task),1970-01-01 00:00:\(from).000000,1970-01-01 00:00:\(until).000000,\(cores),\(request)\n"
        }
        let rows = [
            row(-1, "00", "01", 4, 0), row(4, "01", "11", 3, 0), row(-1, "10", "12", 2, 1), row(2, "12", "22", 2, 1),
            row(4, "20", "23", 2, 0), row(-2, "21", "23", 8, 2), row(4, "23", "30", 4, 0), row(-3, "30", "32", 4, 0),
            row(4, "32", "40", 4, 0),
        ]
        #expect(text == "Task,Start,Finish,Cores,RequestId\n" + rows.joined())
    }

    @Test("a container's epochs are rows of their own; what it says that is no epoch is left out")
    func epochs() {
        var chronicle = Self.chronicle()
        let told = """
            epoch 1 12.0 14.5 2
            restarted 1 14.6 2
            epoch 2 14.75 15 2
            epoch 3 nan 1e300 2
            epoch 4 9 8 2
            epoch
            """
        chronicle.tell(TensorFlowEpoch.all(in: told), of: 1)

        let rows = TensorFlowTables.gantt(chronicle.stories, zone: 0).split(separator: "\n").filter {
            $0.hasPrefix("2.5,")
        }
        #expect(
            rows == [
                "2.5,1970-01-01 00:00:12.000000,1970-01-01 00:00:14.500000,1,1",
                "2.5,1970-01-01 00:00:14.750000,1970-01-01 00:00:15.000000,2,1",
            ])
    }

    @Test("the figures of an execution, as a summary and one by one")
    func figures() {
        let stories = Self.chronicle().stories
        let figures = TensorFlowFigures(stories, machine: 4)

        #expect(figures.finished == 2)
        #expect(figures.totalTime == .seconds(40))
        #expect(figures.productivity == 0.05)
        #expect(TensorFlowTables.throughput(figures) == "0.05\n")
        #expect(
            TensorFlowTables.times(stories) == """
                Container,Wait_Time,Total_Time,Service_Time,First_Execution_Time
                4,12.0,39.0,28.0,1.0
                2,2.0,10.0,10.0,2.0

                """)
        // 30 + 6 + 28 + 32 + 20 of 160 core seconds.
        #expect(
            TensorFlowTables.summary(stories, Self.facts, machine: 4) == """
                Containers, Policy, Asignment Policy, Tf Version, Priority, TME, TMR, TMER, Recursos, Productividad, TT
                2, priority, max_prop, maleable, all, 24.5, 1.5, 26.0, 72.5, 180.0, 40.0
                1, priority, max_prop, maleable, 0, 10.0, 2.0, 12.0, 41.67, 300.0, 12.0
                1, priority, max_prop, maleable, 1, 39.0, 1.0, 40.0, 60.0, 90.0, 40.0

                """)
    }

    @Test("what fails is counted, and its cells are empty where nothing happened")
    func failed() {
        var chronicle = TensorFlowChronicle(Self.requests, mostCores: 4)
        let job = Job(name: "instance2", command: Command(action: .script("")))
        chronicle.take(.jobsSubmitted(first: JobIdentifier(0), jobs: [job], at: .zero))
        chronicle.take(
            .attemptsHandedOver(
                HandOver(
                    firstAttempt: AttemptIdentifier(0), placement: Self.placement(2), after: nil,
                    tasks: [TaskRange(job: JobIdentifier(0), iterations: 0..<1)], at: .zero)))
        chronicle.take(Self.end(0, at: 3, .exited(code: 2)))

        #expect(TensorFlowFigures(chronicle.stories, machine: 2).failed == 1)
        #expect(chronicle.stories.map(\.state) == [.failed])
        #expect(TensorFlowTables.times(chronicle.stories).hasSuffix("\n2,3.0,,0.0,\n"))
    }

    @Test("the machine's use has the old columns, with the blank behind the last")
    func occupation() {
        let text = TensorFlowTables.occupation(
            [TensorFlowOccupation(at: .zero, processors: 0.505, memory: 0.25, cores: 3)], zone: 0)

        #expect(
            text == "time, cpu_system, memory_system, cores_used \n1970-01-01 00:00:00.000000, 50.5, 25.0, 3 \n")
    }

    @Test("who was served when, in the scheduler's words")
    func clientEvents() {
        let text = TensorFlowTables.events(Self.chronicle().events, zone: 0)

        let kinds = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] }
        #expect(
            kinds == ["Start", "Pause", "Start", "Resume", "Finish", "Update", "Finish", "Restart", "Start", "Finish"])
    }
}
