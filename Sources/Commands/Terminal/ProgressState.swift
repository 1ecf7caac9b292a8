package import Model

/// How far a run has come, as its display needs it.
package struct ProgressState: Sendable, Hashable {
    package var total: Int
    package var succeeded: Int
    package var failed: Int
    /// Skipped and cancelled ones together.
    package var skipped: Int
    package var running: Int
    /// Since the run began; also the display's only clock.
    package var elapsed: Duration
    /// - Unit: thousandths of a task per second; none as long as nothing has ended.
    package var rate: Int64?
    /// - Unit: since the run began, as `elapsed`; none when nothing is known.
    package var expectedEnd: Duration?

    package init(
        total: Int, succeeded: Int = 0, failed: Int = 0, skipped: Int = 0, running: Int = 0,
        elapsed: Duration = .zero, rate: Int64? = nil, expectedEnd: Duration? = nil
    ) {
        self.total = total
        self.succeeded = succeeded
        self.failed = failed
        self.skipped = skipped
        self.running = running
        self.elapsed = elapsed
        self.rate = rate
        self.expectedEnd = expectedEnd
    }

    package var ended: Int { succeeded + failed + skipped }

    /// Whole percent, rounded down, so that 100 means that all have ended.
    package var percent: Int { total == 0 ? 100 : Int(Int64(ended) * 100 / Int64(total)) }
}
