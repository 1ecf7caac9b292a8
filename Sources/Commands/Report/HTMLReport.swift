import Dialects
import Model
import Service

/// The report as one page that needs nothing beside itself: no script, no font, no other file.
struct HTMLReport {
    let report: RunReport

    init(_ report: RunReport) { self.report = report }

    func render() -> String {
        let number = report.history.run.map { "Run \($0.number)" } ?? "A run"
        var markup = Markup()
        let style = ReportStyle.colours + ReportStyle.picture + ReportStyle.rest + ReportStyle.page
        markup.beginPage("\(number) · \(report.standing.text)", style: style)
        addHeader(number, to: &markup)
        addNumbers(to: &markup)
        addTimeline(to: &markup)
        HTMLTables(report).add(to: &markup)
        markup.endPage(footer)
        return markup.text
    }

    private var footer: String {
        let holes = report.history.setAside
        let missing =
            holes == 0
            ? ""
            : " The record has holes: \(Wording.count(holes, "fact")) about unknown tasks were left out. "
                + "See `rota ledger check`."
        return "Written by Rota\(report.history.run.map { " \($0.version)" } ?? "").\(missing)"
    }

    private func addHeader(_ number: String, to markup: inout Markup) {
        let (text, isGood) = report.standing
        let style = isGood.map { $0 ? "good" : "bad" } ?? "soft"
        markup.add("<header>\n<h1>")
        markup.write(number)
        markup.add(" ")
        markup.element("span", "class=\"pill \(style)\"", text)
        markup.add("</h1>\n")
        if let run = report.history.run {
            markup.add("<p class=\"about\"><code>")
            markup.write((["rota"] + run.arguments).joined(separator: " "))
            markup.add("</code><br>")
            let when = report.history.sessions.startedAt.map { ", \(CalendarTime.local($0))" } ?? ""
            markup.write("on \(run.host) in \(run.directory)\(when)")
            markup.add("</p>\n")
        }
        markup.add("</header>\n")
    }

    private func addNumbers(to markup: inout Markup) {
        let summary = report.summary
        let counts = summary.counts
        markup.add("<dl class=\"numbers\">\n")
        func add(_ name: String, _ value: String, _ detail: String) {
            markup.add("<div>")
            markup.element("dt", "", name)
            markup.element("dd", "", value)
            markup.element("dd", "", detail)
            markup.add("</div>\n")
        }
        add(
            "Succeeded", Wording.count(counts[.succeeded]),
            "of \(Wording.count(counts.total, "task")) in \(Wording.count(report.history.jobs.count, "job"))")
        if counts.unsuccessful > 0 {
            let parts = [TaskState.failed, .skipped, .cancelled].filter { counts[$0] > 0 }
            add(
                "Did not succeed", Wording.count(counts.unsuccessful),
                parts.map { "\(Wording.count(counts[$0])) \($0)" }.joined(separator: ", "))
        }
        add("Time", "\(summary.elapsed)", Self.rate(summary))
        add("Cores held", Phrases.percent(summary.efficiency), "of \(Wording.count(summary.cores, "core"))")
        add(
            "Cores used", Phrases.percent(summary.use),
            "an attempt held \(report.askedAndUsed.asked), used \(report.askedAndUsed.used)")
        if summary.peakMemory > .zero {
            let request = summary.largestMemoryRequest
            add("Peak memory", "\(summary.peakMemory)", request > .zero ? "asked at most \(request)" : "none was asked")
        }
        if summary.retries > 0 {
            add("Tried again", Wording.count(summary.retries), "\(Wording.count(summary.lost)) of all attempts lost")
        }
        markup.add("</dl>\n")
    }

    /// `412 tasks a second`, `3.1 tasks a minute`: the first unit that gives at least one.
    private static func rate(_ summary: RunSummary) -> String {
        let ended = Int64(summary.counts.ended)
        let milliseconds = summary.elapsed.nanoseconds / 1_000_000
        guard ended > 0, milliseconds > 0 else { return "nothing has ended" }
        for (unit, length) in [("second", 1000), ("minute", 60_000), ("hour", 3_600_000)] as [(String, Int64)] {
            let tenths = ended * length * 10 / milliseconds
            if tenths >= 1000 { return "\(Wording.count(Int(tenths / 10))) tasks a \(unit)" }
            if tenths >= 10 { return "\(Amount(thousandths: tenths * 100)) tasks a \(unit)" }
        }
        return "less than a task an hour"
    }

    private func addTimeline(to markup: inout Markup) {
        guard report.timeline.rows.count > 0 else { return }
        markup.add("<h2 id=\"timeline\">Timeline</h2>\n<figure>\n<ul class=\"legend\">")
        for entry in TimelineLegend(report.timeline, report.history).entries {
            let box = "width=\"12\" height=\"12\" rx=\"3\""
            markup.add(
                "<li><svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect class=\"\(entry.style)\" \(box)/>")
            if entry.isFailure { markup.add("<rect class=\"x\" \(box)/>") }
            markup.add("</svg>")
            markup.write(entry.name)
            markup.add("</li>")
        }
        markup.add("</ul>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Timeline\">\n")
        markup.add(TimelineDrawing(report.timeline, report.history, isStandalone: false).render())
        markup.add("</div>\n")
        markup.element("figcaption", "", caption)
        markup.add("\n</figure>\n")
    }

    private var caption: String {
        switch report.timeline.content {
        case .bars:
            """
            Each bar is an attempt on the cores it held; point at one for its name, end and times. In a dashed frame \
            it stood still.
            """
        case .slices(let slices):
            """
            Too many attempts to draw each: every step is \(slice(slices.slice)) and as high as the share of its \
            cores that was held.
            """
        }
    }

    private func slice(_ length: Duration) -> String { length.description }
}
