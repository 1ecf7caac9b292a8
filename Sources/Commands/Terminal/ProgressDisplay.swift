package import Model

/// Decides what the progress of a run puts on its output, and when.
///
/// - Shape: pure; the caller writes what it answers. The states' `elapsed` is its clock.
package struct ProgressDisplay: Sendable {
    package var traits: TerminalTraits
    /// The columns of the line on screen; none: there is no line.
    private var drawnWidth: Int?
    private var lastDrawn: Duration?
    private var lastLine: Duration?
    private var lastQuarter = 0

    // A run that is over sooner needs no bar, which would only flash.
    private static let firstBar = Duration.milliseconds(400)
    private static let betweenBars = Duration.milliseconds(100)
    private static let firstLine = Duration.seconds(2)
    private static let betweenLines = Duration.seconds(10)

    package init(traits: TerminalTraits) { self.traits = traits }

    /// When the display next has something to say, since the run began.
    package var nextAt: Duration {
        guard traits.isTerminal else { return lastLine.map { $0 + Self.firstLine } ?? Self.firstLine }
        return lastDrawn.map { $0 + Self.betweenBars } ?? Self.firstBar
    }

    /// What to write for this state now; empty when it is too early.
    package mutating func update(_ state: ProgressState) -> String {
        guard state.elapsed >= nextAt else { return "" }
        return traits.isTerminal ? redrawn(state) : line(state)
    }

    /// What to write before anything else may be written to the same terminal.
    ///
    /// - Shape: the next `update` draws the line anew.
    package mutating func clear() -> String {
        guard let width = drawnWidth else { return "" }
        drawnWidth = nil
        return eraser(of: width)
    }

    private mutating func redrawn(_ state: ProgressState) -> String {
        let start = drawnWidth.map(eraser(of:)) ?? ""
        lastDrawn = state.elapsed
        var uncoloured = traits
        uncoloured.hasColours = false
        drawnWidth = DisplayWidth.of(ProgressLine.bar(state, for: uncoloured))
        return start + ProgressLine.bar(state, for: traits)
    }

    /// A terminal that became narrower has wrapped the line; the cursor goes up to where it began.
    private func eraser(of width: Int) -> String {
        let wraps = max(0, width - 1) / max(traits.width ?? width, 1)
        return (wraps > 0 ? "\u{1B}[\(wraps)A" : "") + "\r\u{1B}[J"
    }

    /// A line every ten seconds, or as soon as another quarter is done.
    private mutating func line(_ state: ProgressState) -> String {
        let quarter = state.percent / 25
        let isMilestone = quarter > lastQuarter
        let isDue = lastLine.map { state.elapsed - $0 >= Self.betweenLines } ?? true
        guard isMilestone || isDue, state.ended < state.total else { return "" }
        lastQuarter = quarter
        lastLine = state.elapsed
        return ProgressLine.plain(state) + "\n"
    }
}
