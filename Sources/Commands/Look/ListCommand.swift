import Dialects
import Model
import Service

/// `rota list`: the jobs of a run, or the runs.
enum ListCommand {
    // 50 jobs: beyond that people look for something, and `--all` is for that.
    private static let jobLimit = 50

    static func jobs(_ record: RunRecord, isComplete: Bool, on screen: Screen, at now: Instant) throws {
        let history = try record.summary().history
        var table = Table(columns: [
            Table.Column("Job", minimum: 8, cut: .middle), Table.Column("State"), Table.Column("Done", .right),
            Table.Column("Failed", .right, dispensability: 1), Table.Column("Running", .right, dispensability: 2),
            Table.Column("Mean time", .right, dispensability: 4),
            Table.Column("Core time", .right, dispensability: 5), Table.Column("Asks", minimum: 6, dispensability: 3),
            Table.Column("Waits", minimum: 8, dispensability: 6),
        ])
        let limit = isComplete ? Int.max : jobLimit
        let shown = limit < history.jobs.count ? interesting(history, limit) : history.jobs
        for job in shown { table.append(row(job, in: history, at: now)) }
        screen.print(table)
        let rest = history.jobs.count - shown.count
        if rest > 0 {
            screen.print(
                "… and \(Wording.count(rest, "job")) more: those that moved last are shown; `--all` shows all.")
        }
        if history.jobs.isEmpty { screen.print("Run \(record.number) has no jobs.") }
    }

    /// Those that move or failed, then those that ended last; in the order of their submission.
    private static func interesting(_ history: History, _ limit: Int) -> [JobRecord] {
        func rank(_ record: JobRecord) -> Int {
            if record.counts.inMotion > 0 { return 0 }
            if record.counts.unsuccessful > 0 { return 1 }
            return record.isOver ? 3 : 2
        }
        let ordered = history.jobs.sorted { left, right in
            if rank(left) != rank(right) { return rank(left) < rank(right) }
            if rank(left) == 3, left.lastEnd != right.lastEnd {
                return left.lastEnd ?? .zero > right.lastEnd ?? .zero
            }
            return left.identifier < right.identifier
        }
        return ordered.prefix(limit).sorted { $0.identifier < $1.identifier }
    }

    private static func row(_ record: JobRecord, in history: History, at now: Instant) -> [Table.Cell] {
        let counts = history.settledCounts(of: record, at: now)
        let state = TaskWords.state(of: counts)
        let isWaiting = state == .waiting || state == .ready
        let failed = counts.unsuccessful
        return [
            Table.Cell(record.job.name), Table.Cell("\(state)", TaskWords.tone(state)),
            Table.Cell("\(Wording.count(counts.ended))/\(Wording.count(counts.total))"),
            Table.Cell(failed > 0 ? Wording.count(failed) : "", .bad),
            Table.Cell(counts.inMotion > 0 ? Wording.count(counts.inMotion) : ""),
            Table.Cell(record.measured > 0 ? "\(record.mean)" : ""),
            Table.Cell(record.held > .zero ? "\(record.held)" : ""),
            Table.Cell(RequestText.text(of: record.job.request), .faint),
            Table.Cell(isWaiting ? Waiting.reason(of: record, in: history, at: now) : "", .faint),
        ]
    }

    static func runs(_ records: [RunRecord], on screen: Screen) throws {
        var table = Table(columns: [
            Table.Column("Run", .right), Table.Column("State"), Table.Column("Done", .right),
            Table.Column("Failed", .right, dispensability: 1), Table.Column("Started", dispensability: 2),
            Table.Column("Time", .right, dispensability: 3), Table.Column("Command", minimum: 10),
        ])
        for record in records {
            let summary = try record.summary()
            let counts = summary.counts
            let state = standing(record, summary)
            table.append([
                Table.Cell("\(record.number)"), Table.Cell(state.text, state.tone),
                Table.Cell("\(Wording.count(counts.ended))/\(Wording.count(counts.total))"),
                Table.Cell(counts.unsuccessful > 0 ? Wording.count(counts.unsuccessful) : "", .bad),
                Table.Cell(summary.history.sessions.startedAt.map(CalendarTime.local) ?? ""),
                Table.Cell("\(summary.elapsed)"),
                Table.Cell(summary.history.run?.arguments.joined(separator: " ") ?? "", .faint),
            ])
        }
        screen.print(table)
    }

    private static func standing(_ record: RunRecord, _ summary: RunSummary) -> (text: String, tone: Tone) {
        let counts = summary.counts
        if record.isGoing { return ("going", .lively) }
        if counts.ended < counts.total { return ("stopped", .caution) }
        return counts.unsuccessful == 0 ? ("succeeded", .good) : ("failed", .bad)
    }

    static func names(_ record: RunRecord, on screen: Screen) throws {
        for job in try record.summary().history.jobs { screen.print(ShownText.harmless(job.job.name)) }
    }

    static func writeJobs(_ record: RunRecord, to json: inout JSONText) throws {
        let history = try record.summary().history
        json.array { json in for job in history.jobs { JSONReport.write(job, in: history, to: &json) } }
    }

    static func writeRuns(_ records: [RunRecord], to json: inout JSONText) throws {
        try json.array { json in
            for record in records {
                JSONReport.writeSummary(try record.summary(), isGoing: record.isGoing, to: &json)
            }
        }
    }
}
