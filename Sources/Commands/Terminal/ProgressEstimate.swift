internal import Model

/// The present rate of a run and when it may end, from what was seen of the last seconds.
///
/// - Shape: samples in the order of time, at least a sixteenth of the window apart, so at most about 16 of them.
package struct ProgressEstimate: Sendable, Hashable {
    private struct Sample: Sendable, Hashable {
        var elapsed: Duration
        var ended: Int
    }

    private var samples = [Sample(elapsed: .zero, ended: 0)]
    // 10 s: long enough to be calm, short enough to notice when longer tasks begin.
    private static let window = Duration.seconds(10)

    package init() {}

    /// Fills in the state's rate and expected end.
    package mutating func complete(_ state: inout ProgressState) {
        observe(state)
        let counted = rateOverWindow(state) ?? overallRate(state)
        state.rate = counted
        let remaining = Int64(max(0, state.total - state.ended))
        guard let counted, counted > 0 else {
            state.expectedEnd = nil
            return
        }
        // Above 10^15 thousandths the product would not fit; such a rest has no useful end anyway.
        let seconds = min(remaining, 1_000_000_000_000) * 1000 / counted
        state.expectedEnd = state.elapsed + .seconds(min(seconds, 3_000_000_000))
    }

    private mutating func observe(_ state: ProgressState) {
        if let last = samples.last, state.elapsed - last.elapsed >= .milliseconds(625) {
            samples.append(Sample(elapsed: state.elapsed, ended: state.ended))
        }
        while samples.count > 2, state.elapsed - samples[1].elapsed >= Self.window { samples.removeFirst() }
    }

    private func rateOverWindow(_ state: ProgressState) -> Int64? {
        guard let first = samples.first, state.ended > first.ended else { return nil }
        return Self.rate(of: state.ended - first.ended, in: state.elapsed - first.elapsed)
    }

    private func overallRate(_ state: ProgressState) -> Int64? {
        state.ended > 0 ? Self.rate(of: state.ended, in: state.elapsed) : nil
    }

    private static func rate(of count: Int, in span: Duration) -> Int64? {
        let milliseconds = span.nanoseconds / 1_000_000
        return milliseconds > 0 ? Int64(count) * 1_000_000 / milliseconds : nil
    }
}
