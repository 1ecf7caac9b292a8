import Dialects
import Model
import Posix
import Service
import Web

/// `rota run --service`: gives a service the work, and shows how it goes as if it ran here.
final class ServiceRun {
    private let options: RunOptions
    private let screen: Screen
    private let submission: Submission
    private let client: ServiceClient
    private var names: [String] = []
    private var estimate = ProgressEstimate()

    // 400 ms: the picture moves, and a service with a hundred who look has little to do for it.
    private static let pauseNanoseconds: Int64 = 400_000_000

    private init(_ options: RunOptions, _ submission: Submission, _ client: ServiceClient, _ screen: Screen) {
        self.options = options
        self.submission = submission
        self.client = client
        self.screen = screen
    }

    static func run(_ options: RunOptions, _ screen: Screen) throws -> Int32 {
        let submission = try Submission(options, key: nil)
        if !options.isQuiet { for remark in submission.remarks { screen.tell("rota: \(remark)") } }
        var choice = RunChoice()
        choice.service = options.service
        choice.statePath = options.statePath
        let found = try Lookup(choice, directory: FileSystem.currentDirectory()).service()
        if !options.isQuiet, let title = found.title { screen.tell(title) }
        return try ServiceRun(options, submission, found.client, screen).carryOut()
    }

    private func carryOut() throws -> Int32 {
        let signals = try SignalDescriptor([.interrupt, .terminate, .hangUp])
        let answer = try submission.send(to: client)
        names = answer.jobs.map(\.name)
        for notice in answer.notices { screen.tell("rota: \(ShownText.harmless(notice))") }
        if !options.isQuiet { screen.beginProgress() }
        var wasCancelled = false
        while true {
            let statistics = try statistics()
            if statistics.counts.ended == statistics.counts.total {
                screen.endProgress()
                return try conclude(statistics, wasCancelled: wasCancelled)
            }
            show(statistics)
            let ready = try Readiness.wait(
                for: [(signals.descriptor, .readable)], nanoseconds: Self.pauseNanoseconds)
            guard ready[0].contains(.readable), let signal = try signals.next() else { continue }
            screen.endProgress()
            guard !wasCancelled else { return abandon() }
            guard try cancels(after: signal, signals) else { return leave() }
            _ = try client.send(.post, ["cancel"], TaskSelection(names.map(TaskSelector.job)))
            wasCancelled = true
            screen.tell("rota: cancelled; waiting until what runs has ended.")
            if !options.isQuiet { screen.beginProgress() }
        }
    }

    private func statistics() throws -> StatisticsView {
        try ServiceSource(client).statistics(of: .submission(key: submission.key))
    }

    private func show(_ statistics: StatisticsView) {
        guard !options.isQuiet else { return }
        let counts = statistics.counts
        var state = ProgressState(
            total: counts.total, succeeded: counts[.succeeded], failed: counts[.failed],
            skipped: counts[.skipped] + counts[.cancelled], running: counts.inMotion, elapsed: statistics.elapsed)
        estimate.complete(&state)
        screen.show(state)
    }

    private func conclude(_ statistics: StatisticsView, wasCancelled: Bool) throws -> Int32 {
        if options.isJSON {
            var json = JSONText()
            statistics.write(to: &json)
            screen.print(json)
        } else if !options.isQuiet {
            for line in EndSummary.lines(statistics, colours: screen.messages.traits.hasColours) { screen.tell(line) }
        }
        if wasCancelled { return ExitCode.interrupted }
        return statistics.counts.unsuccessful == 0 ? ExitCode.succeeded : ExitCode.failed
    }

    /// Whether a person who can be asked wants the jobs to end.
    private func cancels(after signal: Signal, _ signals: SignalDescriptor) throws -> Bool {
        guard signal == .interrupt else { return false }
        screen.messages.write("\n")
        // A second Ctrl-C is in a hurry to be away, not to end other people's hours of work.
        return try Question("Cancel these jobs, or leave them running? [c/l]").answer(on: screen, signals) == "c"
    }

    private func leave() -> Int32 {
        let first = names.first.map(ShownText.harmless) ?? ""
        screen.tell(
            "rota: left running. See `rota status`, `rota wait \(first)`, or end it with `rota cancel \(first)`.")
        return ExitCode.interrupted
    }

    /// What was cancelled ends without anybody who waits for it.
    private func abandon() -> Int32 {
        screen.tell("rota: the service ends what still runs.")
        return ExitCode.interrupted
    }
}
