import Dialects
import Model
import Service

/// `rota list`: the jobs of a run or a service, or the runs.
enum ListCommand {
    // 50 jobs: beyond that people look for something, and `--all` is for that.
    private static let jobLimit = 50

    static func jobs(_ source: any ViewSource, _ filter: JobFilter, isComplete: Bool, on screen: Screen) throws {
        var table = Table(columns: [
            Table.Column("Job", minimum: 8, cut: .middle), Table.Column("State"), Table.Column("Done", .right),
            Table.Column("Failed", .right, dispensability: 1), Table.Column("Running", .right, dispensability: 2),
            Table.Column("Mean time", .right, dispensability: 4),
            Table.Column("Core time", .right, dispensability: 5), Table.Column("Asks", minimum: 6, dispensability: 3),
            Table.Column("Waits", minimum: 8, dispensability: 6),
        ])
        let (jobs, total) = try shown(source, filter, isComplete: isComplete)
        for job in jobs { table.append(row(job)) }
        screen.print(table)
        let rest = total - jobs.count
        if rest > 0 {
            screen.print(
                "… and \(Wording.count(rest, "job")) more: those that moved last are shown; `--all` shows all.")
        }
        if total == 0 { screen.print(filter.isEmpty ? "There are no jobs." : "No job is meant by that.") }
    }

    private static func shown(
        _ source: any ViewSource, _ filter: JobFilter, isComplete: Bool
    ) throws -> (jobs: [JobView], total: Int) {
        guard !isComplete else {
            let all = try source.allJobs(filter)
            return (all, all.count)
        }
        var interesting = filter
        interesting.order = .interest
        let page = try source.jobs(interesting, after: nil, limit: jobLimit)
        return (page.elements, page.total)
    }

    private static func row(_ job: JobView) -> [Table.Cell] {
        let failed = job.counts.unsuccessful
        return [
            Table.Cell(job.name),
            Table.Cell(job.isPaused ? "paused" : "\(job.state)", StateTones.tone(job.isPaused ? .paused : job.state)),
            Table.Cell("\(Wording.count(job.counts.ended))/\(Wording.count(job.counts.total))"),
            Table.Cell(failed > 0 ? Wording.count(failed) : "", .bad),
            Table.Cell(job.counts.inMotion > 0 ? Wording.count(job.counts.inMotion) : ""),
            Table.Cell(job.measured > 0 ? "\(job.mean)" : ""), Table.Cell(job.held > .zero ? "\(job.held)" : ""),
            Table.Cell(job.asks, .faint), Table.Cell(LocalTime.text(job.waits, job.moment), .faint),
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

    static func names(_ source: any ViewSource, on screen: Screen) throws {
        for name in try source.jobNames() { screen.print(ShownText.harmless(name)) }
    }

    static func writeJobs(_ source: any ViewSource, _ filter: JobFilter, to json: inout JSONText) throws {
        let jobs = try source.allJobs(filter)
        json.array { json in for job in jobs { job.write(to: &json) } }
    }

    static func writeRuns(_ sources: [RecordSource], to json: inout JSONText) throws {
        try json.array { json in
            for source in sources { try source.statistics(of: .all).write(to: &json) }
        }
    }
}
