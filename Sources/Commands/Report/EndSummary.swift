import Dialects
import Model
import Service

/// What stands on the screen when a run is over: as short as it can be, and what to do next at its end.
enum EndSummary {
    private static let failureLimit = 3
    private static let slowestLimit = 3

    static func lines(_ summary: StatisticsView, colours: Bool = false) -> [String] {
        var lines = [headline(summary, colours: colours)]
        func add(_ name: String, _ text: String) {
            lines.append("  \(Tone.faint.painted(name.padded(to: 9), colours: colours)) \(text)")
        }
        if summary.attemptTime > .zero { add("cores", cores(summary)) }
        if summary.memoryAsked > .zero {
            add("memory", "asked \(summary.memoryAsked), used \(summary.peakMemory) at most")
        }
        if summary.slowest.count > 1, let slowest = summary.slowest.first, slowest.elapsed >= .seconds(1) {
            let parts = summary.slowest.prefix(slowestLimit).map {
                "\($0.task) \($0.elapsed)"
            }
            add("slowest", parts.joined(separator: ", "))
        }
        if summary.retries > 0 {
            let lost = summary.lost > 0 ? "; \(Wording.count(summary.lost)) were lost" : ""
            add("again", "\(Wording.count(summary.retries, "attempt")) beyond a task's first\(lost)")
        }
        lines += failures(summary, colours: colours)
        if let next = next(summary) { lines.append("Next: \(Tone.strong.painted(next, colours: colours))") }
        return lines
    }

    private static func headline(_ summary: StatisticsView, colours: Bool) -> String {
        let counts = summary.counts
        let time = "in \(summary.elapsed)"
        let open = counts.total - counts.ended
        if counts.unsuccessful == 0, open == 0 {
            let mark = Tone.good.painted("✓", colours: colours)
            return "\(mark) \(Wording.count(counts.total, "task")) succeeded \(time)"
        }
        var parts = ["\(Wording.count(counts[.succeeded])) of \(Wording.count(counts.total, "task")) succeeded"]
        for state in [TaskState.failed, .skipped, .cancelled] where counts[state] > 0 {
            let text = "\(Wording.count(counts[state])) \(state)"
            parts.append(state == .failed ? Tone.bad.painted(text, colours: colours) : text)
        }
        if open > 0 { parts.append("\(Wording.count(open)) not done") }
        let mark = Tone.bad.painted("✗", colours: colours)
        return "\(mark) \(parts.joined(separator: ", ")), \(time)"
    }

    /// `97.9 % of 8 held; asked 4 cores, used 1.1`
    private static func cores(_ summary: StatisticsView) -> String {
        let held = "\(Phrases.percent(summary.efficiency)) of \(Wording.count(summary.coreCount, "core")) held"
        return
            "\(held); an attempt asked \(Phrases.cores(summary.coresHeld)), used \(Phrases.number(summary.coresUsed))"
    }

    private static func failures(_ summary: StatisticsView, colours: Bool) -> [String] {
        var lines: [String] = []
        let shown = summary.failures(ofEach: 1).prefix(failureLimit)
        for attempt in shown {
            let mark = Tone.bad.painted("failed".padded(to: 9), colours: colours)
            lines.append("  \(mark) \(attempt.task): \(attempt.end) after \(attempt.elapsed)")
            lines += attempt.errorOutput.map { "            \(ShownText.harmless($0))" }
        }
        let rest = summary.counts[.failed] - shown.count
        if rest > 0, !shown.isEmpty { lines.append("            … and \(Wording.count(rest)) more") }
        return lines
    }

    /// The one command that leads on from here; none when all is well.
    private static func next(_ summary: StatisticsView) -> String? {
        let counts = summary.counts
        if counts.ended < counts.total { return "rota run --resume" }
        guard let failed = summary.failed.first else { return nil }
        return "rota logs \(failed.task)"
    }
}

extension String {
    /// With spaces behind it, at least so long.
    func padded(to width: Int) -> String {
        let missing = width - DisplayWidth.of(self)
        return missing > 0 ? self + String(repeating: " ", count: missing) : self
    }
}
