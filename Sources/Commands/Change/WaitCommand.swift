import Dialects
import Model
import Posix
import Service
import Web

/// `rota wait`: until jobs have ended.
enum WaitCommand {
    // 25 s: below the minute after which those in between give up on a silent connection.
    private static let pollSeconds: Int64 = 25
    // 300 ms: a run's record tells nobody that it grows.
    private static let pauseNanoseconds: Int64 = 300_000_000

    static func run(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        let options = try SelectionOptions(arguments)
        let timeout = try arguments.duration("timeout")
        switch try LookGround.find(options.run, isJSON: true, screen) {
        case .service(let found):
            return try wait(
                options.selection, of: found.client, timeout: timeout, isJSON: options.isJSON, screen)
        case .record(let record):
            return try wait(options, of: record, timeout: timeout, screen)
        }
    }

    /// - Parameter timeout: none: for ever.
    static func wait(
        _ selection: TaskSelection, of client: ServiceClient, timeout: Duration?, isJSON: Bool, _ screen: Screen
    ) throws -> Int32 {
        let end = timeout.map { Clock.monotonicNanoseconds() + $0.nanoseconds }
        while true {
            let left = end.map { max(0, $0 - Clock.monotonicNanoseconds()) / 1_000_000_000 } ?? pollSeconds
            var query: WebQuery = ["timeout": "\(min(left, pollSeconds))"]
            for selector in selection.selectors { query.append("jobs", selector.description) }
            if let state = selection.state { query.append("state", "\(state)") }
            if let tag = selection.tag { query.append("tag", tag) }
            let answer = try WaitAnswer(client.get(["wait"], query))
            let isLate = end.map { Clock.monotonicNanoseconds() >= $0 } ?? false
            if answer.hasEnded || isLate { return tell(answer, isJSON: isJSON, screen) }
        }
    }

    private static func wait(
        _ options: SelectionOptions, of record: RunRecord, timeout: Duration?, _ screen: Screen
    ) throws -> Int32 {
        let end = timeout.map { Clock.monotonicNanoseconds() + $0.nanoseconds }
        guard var follower = record.follow() else { return ExitCode.succeeded }
        // Those that are in the state now; they leave it when they end.
        let chosen =
            options.selection.state == nil ? nil : try record.views(at: LookCommands.now).ranges(of: options.selection)
        while true {
            let isGoing = follower.isGoing
            try follower.advance { _ in }
            let answer = try answer(options.selection, chosen, follower.history)
            let isLate = end.map { Clock.monotonicNanoseconds() >= $0 } ?? false
            if answer.hasEnded || isLate { return tell(answer, isJSON: options.isJSON, screen) }
            guard isGoing else {
                throw Refusal.document(
                    DocumentProblem(
                        document: "run \(record.number)", problem: "was stopped before all of that had ended",
                        remedy: "Go on with `rota run --resume`."))
            }
            _ = try Readiness.wait(for: [], nanoseconds: pauseNanoseconds)
        }
    }

    private static func answer(
        _ selection: TaskSelection, _ chosen: [TaskRange]?, _ history: History
    ) throws -> WaitAnswer {
        var counts = StateCounts()
        for range in chosen ?? [] { add(range, to: &counts, history) }
        for choice in try chosen == nil ? history.choices(of: selection) : [] {
            guard let iterations = choice.iterations else {
                counts += choice.record.counts
                continue
            }
            add(TaskRange(job: choice.record.identifier, iterations: iterations), to: &counts, history)
        }
        return WaitAnswer(hasEnded: counts.ended == counts.total, counts: counts)
    }

    private static func add(_ range: TaskRange, to counts: inout StateCounts, _ history: History) {
        for iteration in range.iterations {
            counts[history.state(of: TaskIdentifier(job: range.job, iteration: iteration)) ?? .waiting] += 1
        }
    }

    private static func tell(_ answer: WaitAnswer, isJSON: Bool, _ screen: Screen) -> Int32 {
        if isJSON {
            var json = JSONText()
            answer.write(to: &json)
            screen.print(json)
        } else {
            screen.print("\(Wording.count(answer.counts.total, "task")): \(TaskWords.counts(answer.counts))")
        }
        guard answer.hasEnded else { return ExitCode.timeUp }
        return answer.counts.unsuccessful == 0 ? ExitCode.succeeded : ExitCode.failed
    }
}
