import Dialects
import Model
import Service

/// The report for a terminal or a mail.
enum TextReport {
    static func show(_ report: RunReport, on screen: Screen) {
        let colours = screen.output.traits.hasColours
        let number = report.history.run.map { "Run \($0.number)" } ?? "A run"
        screen.print("\(Tone.strong.painted(number, colours: colours)): \(report.standing.text)")
        if let run = report.history.run {
            screen.print("  \((["rota"] + run.arguments).joined(separator: " "))")
            let when = report.history.sessions.startedAt.map { ", \(CalendarTime.local($0))" } ?? ""
            screen.print("  on \(run.host) in \(run.directory)\(when)")
        }
        screen.print("")
        for line in EndSummary.lines(report.statistics, colours: colours) { screen.print(line) }
        for (title, table) in tables(report) {
            screen.print("")
            screen.print(Tone.strong.painted(title, colours: colours))
            screen.print(table)
        }
        if report.history.setAside > 0 {
            screen.print("")
            screen.print(
                """
                The record has holes: \(Wording.count(report.history.setAside, "fact")) about unknown tasks were left \
                out. See `rota ledger check`.
                """)
        }
    }

    // 40 rows: two screens; `--format json` has all.
    private static let rowLimit = 40

    private static func tables(_ report: RunReport) -> [(String, Table)] {
        var all = [("Jobs", jobs(report))]
        if report.summary.slowest.count > 1 { all.append(("The slowest", slowest(report))) }
        let uses = CoreUse.all(of: report.summary)
        if !uses.isEmpty { all.append(("Cores", cores(uses))) }
        return all
    }

    private static func jobs(_ report: RunReport) -> Table {
        var table = Table(columns: [
            Table.Column("Job", minimum: 8, cut: .middle), Table.Column("Tasks", .right),
            Table.Column("Succeeded", .right), Table.Column("Failed", .right, dispensability: 1),
            Table.Column("Mean time", .right, dispensability: 2), Table.Column("Longest", .right, dispensability: 3),
            Table.Column("Core time", .right, dispensability: 5), Table.Column("Asked", .right, dispensability: 2),
            Table.Column("Used", .right, dispensability: 2), Table.Column("Peak memory", .right, dispensability: 4),
        ])
        for record in report.history.jobs.prefix(rowLimit) {
            let isMeasured = record.measured > 0
            let unsuccessful = record.counts.unsuccessful
            table.append([
                Table.Cell(record.job.name), Table.Cell(Wording.count(record.counts.total)),
                Table.Cell(Wording.count(record.counts[.succeeded])),
                Table.Cell(Wording.count(unsuccessful), unsuccessful > 0 ? .bad : .plain),
                Table.Cell(isMeasured ? "\(record.mean)" : ""), Table.Cell(isMeasured ? "\(record.longest)" : ""),
                Table.Cell(isMeasured ? "\(record.held)" : ""),
                Table.Cell(isMeasured ? Phrases.number(record.coresHeld) : ""),
                Table.Cell(isMeasured ? Phrases.number(record.coresUsed) : ""),
                Table.Cell(record.peakMemory > .zero ? "\(record.peakMemory)" : ""),
            ])
        }
        let rest = report.history.jobs.count - rowLimit
        if rest > 0 {
            let more = "… and \(Wording.count(rest)) more"
            table.append([Table.Cell(more, .faint)] + [Table.Cell](repeating: "", count: table.columns.count - 1))
        }
        return table
    }

    private static func slowest(_ report: RunReport) -> Table {
        var table = Table(columns: [
            Table.Column("Task", minimum: 8, cut: .middle), Table.Column("Time", .right),
            Table.Column("Asked", .right), Table.Column("Used", .right), Table.Column("End", minimum: 10),
            Table.Column("Where", minimum: 8, dispensability: 1),
        ])
        for attempt in report.summary.slowest {
            table.append([
                Table.Cell(Phrases.task(attempt.task, in: report.history)), Table.Cell("\(attempt.elapsed)"),
                Table.Cell(Phrases.number(attempt.placement.width)), Table.Cell(Phrases.number(attempt.coresUsed)),
                Table.Cell(Phrases.outcome(attempt.end.outcome), attempt.end.outcome.isFailure ? .bad : .plain),
                Table.Cell(Phrases.placement(attempt.placement, in: report.history)),
            ])
        }
        return table
    }

    private static func cores(_ uses: [CoreUse]) -> Table {
        var table = Table(columns: [
            Table.Column("Core"), Table.Column("Held", .right), Table.Column("", .right), Table.Column(""),
        ])
        for use in uses.prefix(rowLimit) {
            let cells = min(20, (use.share ?? 0) / 50)
            table.append([
                Table.Cell("\(use.node), core \(use.core)"), Table.Cell("\(use.held)"),
                Table.Cell(Phrases.percent(use.share)), Table.Cell(String(repeating: "=", count: cells), .lively),
            ])
        }
        if uses.count > rowLimit {
            table.append([Table.Cell("… and \(Wording.count(uses.count - rowLimit)) more", .faint), "", "", ""])
        }
        return table
    }
}
