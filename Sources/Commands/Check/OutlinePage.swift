internal import Dialects
internal import Model

/// An outline as a person reads it.
package enum OutlinePage {
    /// How many jobs are listed; more would scroll away.
    private static let mostJobs = 200

    package static func lines(
        for outline: JobsOutline, remarks: [String], traits: TerminalTraits, limit: Int = mostJobs
    ) -> [String] {
        let shown = outline.jobs.prefix(limit)
        var lines = [summary(of: outline), "On \(NodesText.text(of: outline.nodes))."]
        lines += remarks.map { Tone.caution.painted($0, colours: traits.hasColours) }
        lines += [""] + table(of: shown).lines(for: traits)
        if outline.jobs.count > shown.count {
            lines.append("… and \(Wording.count(outline.jobs.count - shown.count, "more job"))")
        }
        let commands = shown.flatMap(commandRows)
        guard !commands.isEmpty else { return lines }
        var table = Table(columns: [Table.Column("TASK"), Table.Column("WOULD RUN", minimum: 20)])
        table.rows = commands
        return lines + [""] + table.lines(for: traits)
    }

    private static func summary(of outline: JobsOutline) -> String {
        let jobs = Wording.count(outline.jobs.count, "job")
        let tasks = Wording.count(outline.taskCount, "task")
        let rows = outline.levelCount > 1 ? ", at most \(outline.levelCount) jobs one after another" : ""
        return "\(jobs), \(tasks)\(rows)."
    }

    private static func table(of jobs: ArraySlice<JobsOutline.JobOutline>) -> Table {
        var table = Table(columns: [
            Table.Column("LEVEL", .right, dispensability: 2), Table.Column("JOB", minimum: 8, cut: .middle),
            Table.Column("TASKS", .right), Table.Column("EACH ASKS", minimum: 12),
            Table.Column("AT ONCE", .right, dispensability: 1), Table.Column("AFTER", minimum: 10),
        ])
        for job in jobs {
            let after = job.job.dependencies.map(RequestText.text(of:)).joined(separator: ", ")
            table.append([
                Table.Cell("\(job.level)", .faint), Table.Cell(job.job.name, .strong),
                Table.Cell(Wording.count(job.taskCount)), Table.Cell(RequestText.text(of: job.job.request)),
                Table.Cell(Wording.count(job.atOnce)), Table.Cell(after),
            ])
        }
        return table
    }

    private static func commandRows(of job: JobsOutline.JobOutline) -> [[Table.Cell]] {
        var rows = job.commandLines.map { line in
            let task = line.iteration.map { "\(job.job.name):\($0)" } ?? job.job.name
            return [Table.Cell(task, .faint), Table.Cell(line.text)]
        }
        let rest = job.taskCount - job.commandLines.count
        if rest > 0, !rows.isEmpty { rows.append(["", Table.Cell("… and \(Wording.count(rest)) more", .faint)]) }
        return rows
    }
}
