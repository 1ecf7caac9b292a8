import Dialects
import Model
import Service

/// The numbers beside the picture: jobs, what failed, what was slow, each core.
struct HTMLTables {
    let report: RunReport
    private var summary: RunSummary { report.summary }
    private var history: History { report.history }

    // 500 rows: beyond that nobody reads, and the page stays small.
    private static let jobLimit = 500
    private static let failureLimit = 20
    private static let examplesOfEach = 3

    init(_ report: RunReport) { self.report = report }

    func add(to markup: inout Markup) {
        addFailures(to: &markup)
        addJobs(to: &markup)
        addSlowest(to: &markup)
        addCores(to: &markup)
    }

    private struct Column {
        var name: String
        var isNumber = false
    }

    /// The first cell of each row is its heading.
    private func addTable(_ columns: [Column], _ rows: [[String]], caption: String, to markup: inout Markup) {
        markup.add("<div class=\"wide\"><table>\n")
        if !caption.isEmpty { markup.element("caption", "", caption) }
        markup.add("<thead><tr>")
        for column in columns {
            markup.element("th", column.isNumber ? "scope=\"col\" class=\"n\"" : "scope=\"col\"", column.name)
        }
        markup.add("</tr></thead>\n<tbody>\n")
        for row in rows {
            markup.add("<tr>")
            for (index, cell) in row.enumerated() {
                if index == 0 {
                    markup.element("th", "scope=\"row\" class=\"name\"", cell)
                } else {
                    markup.element("td", columns[index].isNumber ? "class=\"n\"" : "", cell)
                }
            }
            markup.add("</tr>\n")
        }
        markup.add("</tbody></table></div>\n")
    }

    private func addFailures(to markup: inout Markup) {
        let failures = summary.failures
        guard !failures.tasks.isEmpty || failures.uncounted > 0 else { return }
        markup.add("<h2 id=\"failed\">What failed</h2>\n")
        let shown = Array(failures.examples(ofEach: Self.examplesOfEach).prefix(Self.failureLimit))
        for attempt in shown {
            markup.add("<article>")
            markup.element("h3", "", Phrases.task(attempt.task, in: history))
            let place = Phrases.placement(attempt.placement, in: history)
            markup.element("p", "", "\(Phrases.outcome(attempt.end.outcome)) after \(attempt.elapsed) on \(place)")
            if let lines = report.errorTails[attempt.end.attempt], !lines.isEmpty {
                markup.element("pre", "", lines.joined(separator: "\n"))
            }
            markup.add("</article>\n")
        }
        let rest = summary.counts[.failed] - shown.count
        if rest > 0 {
            markup.element("p", "class=\"soft\"", "And \(Wording.count(rest)) more. All by job and cause:")
            let rows = failures.causes.sorted { ($1.count, $0.job) < ($0.count, $1.job) }.map { cause in
                [
                    history.record(of: cause.job)?.job.name ?? "job \(cause.job.number)",
                    Phrases.outcome(cause.outcome), Wording.count(cause.count),
                ]
            }
            addTable(
                [Column(name: "Job"), Column(name: "Cause"), Column(name: "Tasks", isNumber: true)], rows,
                caption: "", to: &markup)
        }
    }

    private func addJobs(to markup: inout Markup) {
        markup.add("<h2 id=\"jobs\">Jobs</h2>\n")
        let most = history.jobs.sorted { $0.held == $1.held ? $0.identifier < $1.identifier : $0.held > $1.held }
        let shown = most.prefix(Self.jobLimit).sorted { $0.identifier < $1.identifier }
        let rest = history.jobs.count - shown.count
        let caption = rest > 0 ? "The \(shown.count) that held most core time; \(Wording.count(rest)) more." : ""
        let columns =
            [Column(name: "Job")]
            + [
                "Tasks", "Succeeded", "Failed", "Mean time", "Longest", "Core time", "Cores held", "Used",
                "Peak memory",
            ]
            .map { Column(name: $0, isNumber: true) }
        let rows = shown.map { record in
            [
                record.job.name, Wording.count(record.counts.total), Wording.count(record.counts[.succeeded]),
                Wording.count(record.counts.unsuccessful), record.measured > 0 ? "\(record.mean)" : "–",
                record.measured > 0 ? "\(record.longest)" : "–", record.measured > 0 ? "\(record.held)" : "–",
                record.measured > 0 ? Phrases.number(record.coresHeld) : "–",
                record.measured > 0 ? Phrases.number(record.coresUsed) : "–",
                record.peakMemory > .zero ? "\(record.peakMemory)" : "–",
            ]
        }
        addTable(columns, rows, caption: caption, to: &markup)
    }

    private func addSlowest(to markup: inout Markup) {
        guard !summary.slowest.isEmpty else { return }
        markup.add("<h2 id=\"slowest\">The slowest</h2>\n")
        let columns = [
            Column(name: "Task"), Column(name: "Time", isNumber: true), Column(name: "Cores held", isNumber: true),
            Column(name: "Used", isNumber: true), Column(name: "Peak memory", isNumber: true), Column(name: "Where"),
            Column(name: "End"),
        ]
        let rows = summary.slowest.map { attempt in
            [
                Phrases.task(attempt.task, in: history), "\(attempt.elapsed)",
                Phrases.number(attempt.placement.width), Phrases.number(attempt.coresUsed),
                "\(attempt.end.usage.peakMemory)", Phrases.placement(attempt.placement, in: history),
                Phrases.outcome(attempt.end.outcome),
            ]
        }
        addTable(columns, rows, caption: "", to: &markup)
    }

    private func addCores(to markup: inout Markup) {
        let uses = CoreUse.all(of: summary)
        guard !uses.isEmpty else { return }
        markup.add("<h2 id=\"cores\">Each core</h2>\n<details\(uses.count <= 16 ? " open" : "")><summary>")
        markup.write("How long each of \(Wording.count(uses.count, "core")) was held")
        markup.add("</summary>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Core</th>")
        markup.add("<th scope=\"col\" class=\"n\">Held</th>")
        markup.add("<th scope=\"col\" class=\"n\">Of its time</th></tr></thead>\n<tbody>\n")
        for use in uses {
            let share = use.share ?? 0
            markup.add("<tr>")
            markup.element("th", "scope=\"row\"", "\(use.node), core \(use.core)")
            markup.element("td", "class=\"n\"", "\(use.held)")
            markup.add("<td class=\"n\">")
            markup.write(Phrases.percent(use.share))
            let width = Markup.number(Double(min(1000, share)) / 10)
            markup.add(
                "<span class=\"meter\" aria-hidden=\"true\"><i style=\"width:\(width)%\"></i></span></td></tr>\n")
        }
        markup.add("</tbody></table></div></details>\n")
    }
}
