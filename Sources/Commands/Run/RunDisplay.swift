internal import Model
internal import Service

/// Shows a run while it goes on: its progress, what its tasks print, and what a summary needs in the end.
final class RunDisplay: RunObserver {
    private let screen: Screen
    private let isQuiet: Bool
    private var output: TaskOutput?
    private var estimate = ProgressEstimate()
    private var startedAt: Instant?
    private(set) var summary = RunSummary()
    /// Of the last attempt that ended.
    private(set) var lastOutcome: Outcome?

    /// - Parameter output: passes on what tasks print; none: it is only kept.
    init(_ screen: Screen, isQuiet: Bool, output: TaskOutput?) {
        self.screen = screen
        self.isQuiet = isQuiet
        self.output = output
        if !isQuiet { screen.beginProgress() }
    }

    /// What an earlier session of the run recorded.
    func replayed(_ fact: Fact) { summary.take(fact) }

    func recorded(_ facts: [Fact], at now: Instant) {
        startedAt = startedAt ?? now
        for fact in facts {
            summary.take(fact)
            if case .attemptEnded(let end) = fact { lastOutcome = end.outcome }
        }
        output?.take(facts, screen)
    }

    func tick(_ progress: RunProgress, at now: Instant) {
        guard !isQuiet, let startedAt else { return }
        var state = ProgressState(
            total: progress.total, succeeded: progress.succeeded, failed: progress.failed,
            skipped: progress.skipped + progress.cancelled, running: progress.running, elapsed: now - startedAt)
        estimate.complete(&state)
        screen.show(state)
        screen.output.flush()
    }

    var followsOutput: Bool { output?.isLineByLine ?? false }

    func printed(_ bytes: [UInt8], _ stream: OutputStreamName, by attempt: AttemptIdentifier) {
        output?.take(bytes, stream, of: attempt, screen)
    }

    func troubled(_ sentence: String) { screen.complain(sentence) }

    /// Nothing more will come.
    func finish() {
        output?.finish(screen)
        screen.endProgress()
    }
}
