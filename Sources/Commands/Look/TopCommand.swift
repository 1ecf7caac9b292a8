import Dialects
import Model
import Posix
import Service

/// `rota top`: what `rota status` shows, drawn anew again and again.
struct TopCommand {
    let pause: Duration
    let screen: Screen
    /// What there is to show, read anew at each call.
    let look: () throws -> (statistics: StatisticsView, service: ServiceView?)

    // The head, three headings with their gaps, five lines each of what failed and waits, and the end.
    private static let otherLines = 22

    func run() throws -> Int32 {
        guard screen.output.traits.isTerminal else {
            try draw(rows: nil)
            return ExitCode.succeeded
        }
        let signals = try SignalDescriptor([.interrupt, .terminate, .hangUp, .suspend])
        while true {
            guard try drawUntil(signals) == .suspended else { return ExitCode.succeeded }
            Process.suspend()
        }
    }

    private enum Leaving {
        case done
        case suspended
    }

    /// Has an own page of the terminal, and no cursor in it; what stood there before comes back when this returns.
    private func drawUntil(_ signals: SignalDescriptor) throws -> Leaving {
        let keys = TerminalKeys(.standardInput)
        screen.write("\u{1B}[?1049h\u{1B}[?25l", to: screen.output)
        defer {
            screen.write("\u{1B}[?25h\u{1B}[?1049l", to: screen.output)
            screen.flush()
            keys?.end()
        }
        while true {
            screen.output.measure()
            try draw(rows: Terminal.rows(of: .standardOutput) ?? 24)
            if let leaving = try waitForNext(signals, readsKeys: keys != nil) { return leaving }
            if screen.output.isClosed { return .done }
        }
    }

    /// Waits until the next picture is due, or answers that somebody has seen enough.
    private func waitForNext(_ signals: SignalDescriptor, readsKeys: Bool) throws -> Leaving? {
        let due = Clock.monotonicNanoseconds() + pause.nanoseconds
        while true {
            let left = due - Clock.monotonicNanoseconds()
            guard left > 0 else { return nil }
            var waited: [(descriptor: FileDescriptor, readiness: Readiness)] = [(signals.descriptor, .readable)]
            if readsKeys { waited.append((.standardInput, .readable)) }
            let ready = try Readiness.wait(for: waited, nanoseconds: left)
            if ready[0].contains(.readable), let signal = try signals.next() {
                return signal == .suspend ? .suspended : .done
            }
            guard readsKeys, !ready[1].isEmpty else { continue }
            var struck = [UInt8](repeating: 0, count: 64)
            let count = try FileDescriptor.standardInput.read(into: &struck)
            let seenEnough = struck.prefix(count).contains { $0 == UInt8(ascii: "q") || $0 == UInt8(ascii: "Q") }
            if count == 0 || seenEnough { return .done }
        }
    }

    private func draw(rows: Int?) throws {
        let (statistics, service) = try look()
        let collected = CollectedText(traits: screen.output.traits)
        let page = collected.screen()
        StatusCommand.show(
            statistics, service: service,
            runningLimit: max(StatusCommand.runningLimit, (rows ?? 0) - Self.otherLines), on: page,
            at: Instant(nanoseconds: Clock.wallNanoseconds()))
        page.flush()
        guard let rows else { return screen.write(collected.text, to: screen.output) }
        let lines = collected.text.split(separator: "\n", omittingEmptySubsequences: false).prefix(rows - 1)
        // Each line is erased to its end, so that nothing flickers.
        let text = lines.map { "\($0)\u{1B}[K" }.joined(separator: "\r\n")
        screen.write("\u{1B}[H\(text)\u{1B}[J", to: screen.output)
        screen.flush()
    }
}
