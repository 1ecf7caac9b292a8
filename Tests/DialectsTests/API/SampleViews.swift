import Dialects
import Model

/// One of each view, with something in every field.
enum SampleViews {
    static func at(_ milliseconds: Int64) -> Instant {
        Instant(nanoseconds: (1_795_255_200_000 + milliseconds) * 1_000_000)
    }

    static var counts: StateCounts {
        var counts = StateCounts()
        for (number, state) in TaskState.allCases.enumerated() { counts[state] = number * number }
        return counts
    }

    static func attempt(_ kind: AttemptView.Kind = .signalled) -> AttemptView {
        var view = AttemptView(
            task: "mesh:3", job: "mesh", attempt: 17, kind: kind, end: "killed by SIGSEGV", handedOverAt: at(1),
            startedAt: at(2), endedAt: at(1002), elapsed: .microseconds(1_000_250))
        view.exitCode = 3
        view.signal = 11
        view.process = 4711
        view.usage = Usage(
            userMicroseconds: 900_001, systemMicroseconds: 12, peakMemory: .mebibytes(200), voluntarySwitches: 5,
            involuntarySwitches: 6)
        view.placement = [PlacementView(node: "n1", cores: [0, 1, 5]), PlacementView(node: "n2", cores: [])]
        view.place = "n1: cores 0–1, 5"
        view.width = Cores(thousandths: 2500)
        view.printed = "12 B to standard output"
        view.errorOutput = ["Segmentation fault \"here\"", "\u{1B}[0m"]
        return view
    }

    static var running: RunningView {
        var view = RunningView(
            task: "mesh:4", attempt: 18, handedOverAt: at(3), startedAt: at(4), place: "cores 0–3")
        view.use = RunningView.Use(cores: Cores(thousandths: 1_100), memory: Bytes(12345))
        return view
    }

    static var task: TaskView {
        var view = TaskView(task: "mesh:3", job: "mesh", iteration: 3, state: .waiting)
        view.attempts = [attempt(), attempt(.lost)]
        view.running = [running]
        view.changes = [
            TaskView.Change(at: at(0), text: "submitted"),
            TaskView.Change(at: at(9), text: "to be tried again at \(Dates.text(at(99)))", moment: at(99)),
        ]
        return view
    }

    static var job: JobView {
        var view = JobView(
            number: 4, name: "solve <α & β>", state: .ready, counts: counts, submittedAt: at(0), indices: -2..<8)
        view.isPaused = true
        view.priority = -5
        view.tags = ["a", "b"]
        view.notices = ["No node is large enough yet."]
        view.notBefore = at(5)
        view.command = "solve --seed '{}'"
        view.asks = "2 cores"
        view.iterations = "-2 to 7"
        view.after = ["mesh:${it}"]
        view.dependencies = ["mesh:${it} (2 of 4 done)"]
        view.waits = "until \(Dates.text(at(5)))"
        view.moment = at(5)
        view.attempts = 7
        view.retries = 2
        view.lost = 1
        view.measured = 6
        view.mean = .milliseconds(1500)
        view.longest = .seconds(3)
        view.held = .seconds(90)
        view.used = .microseconds(1)
        view.coresHeld = Cores(2)
        view.coresUsed = Cores(thousandths: 1)
        view.memoryAsked = .gibibytes(2)
        view.peakMemory = .gibibytes(1)
        view.firstStart = at(20)
        view.lastEnd = at(30)
        return view
    }

    static var explanation: ExplanationView {
        var view = ExplanationView(
            task: "mesh:3", state: .waiting, sentences: ["It waits until \(Dates.text(at(77)))."], moment: at(77))
        view.errorOutput = ["no volume"]
        return view
    }

    static var statistics: StatisticsView {
        var view = StatisticsView(isGoing: true, lastFactAt: at(50))
        view.run = StatisticsView.RunDescription(
            number: 3, arguments: ["run", "a b.json"], directory: "/home/ada", host: "frost", version: "0.1.0")
        view.isHeldBack = true
        view.startedAt = at(0)
        view.end = .interrupted
        view.sessions = 2
        view.elapsed = .milliseconds(50)
        view.jobCount = 3
        view.counts = counts
        view.attempts = 11
        view.retries = 1
        view.lost = 1
        view.coreCount = 8
        view.held = .seconds(5)
        view.used = .seconds(4)
        view.attemptTime = .seconds(3)
        view.efficiency = 934
        view.use = 800
        view.coresHeld = Cores(2)
        view.coresUsed = .one
        view.memoryAsked = Bytes(1)
        view.peakMemory = Bytes(2)
        view.factsSetAside = 1
        view.damage = ["segment 2 has a hole"]
        view.failed = [attempt(.exited)]
        view.running = [running]
        view.runningCount = 9
        view.waiting = [WaitingView(job: "merge", tasks: 2, waits: "for solve", moment: nil)]
        view.waitingMore = 4
        view.slowest = [attempt(.succeeded)]
        view.last = "mesh:3"
        return view
    }

    static var node: NodeView {
        var view = NodeView(number: 2, name: "n2", state: .draining, cores: 48, memory: .gibibytes(4), joinedAt: at(0))
        view.executor = "00ff00ff00ff00ff"
        view.allocation = "slurm 1234"
        view.tags = ["fast"]
        view.domains = [24, 24]
        view.coresFree = Cores(thousandths: 500)
        view.coresKeptByOthers = 3
        view.memoryFree = .gibibytes(1)
        view.gpus = 2
        view.gpusFree = Amount(thousandths: 1500)
        view.named = [NamedAmount(name: "licence", amount: Amount(2))]
        view.running = 47
        view.endsAt = at(3_600_000)
        view.since = at(5)
        return view
    }

    static var event: EventView {
        var view = EventView(number: 99, at: at(1), kind: .handedOver, subject: "mesh:0-9", text: "on n2")
        view.job = "mesh"
        view.iterations = 0...9
        return view
    }

    static var service: ServiceView {
        var view = ServiceView(
            version: "0.2.0", host: "frost", process: 77, state: "/home/ada/.rota", startedAt: at(0), now: at(5000),
            http: "http://127.0.0.1:7080", zeromq: "tcp://127.0.0.1:7040")
        view.jobCount = 3
        view.counts = counts
        view.nodeCount = 2
        view.coreCount = 96
        view.endsWhenDone = true
        view.trouble = "The disk is full."
        return view
    }

    static var problem: ProblemView {
        ProblemView(
            .document(
                DocumentProblem(
                    document: "jobs.json", line: 3, column: 7, path: "jobs[0].run", problem: "is empty",
                    remedy: "Name a program.")))
    }
}
