import Model
import Service
import Watch

/// `rota status`: one screen about a run.
enum StatusCommand {
    // 8 and 5: with the headings, the rest fits a terminal of 24 lines.
    private static let runningLimit = 8
    private static let otherLimit = 5

    static func show(_ record: RunRecord, on screen: Screen, at now: Instant) throws {
        let summary = try record.summary()
        let view = View(summary: summary, record: record, screen: screen, now: now)
        view.showHead()
        view.showDamage()
        view.showRunning()
        view.showFailed()
        view.showWaiting()
        view.showEnd()
    }

    private struct View {
        let summary: RunSummary
        let record: RunRecord
        let screen: Screen
        let now: Instant
        var history: History { summary.history }
        var colours: Bool { screen.output.traits.hasColours }

        func showHead() {
            let counts = summary.counts
            let command = history.run.map { " · " + (["rota"] + $0.arguments).joined(separator: " ") } ?? ""
            let name = Tone.strong.painted("Run \(record.number)", colours: colours)
            let open = counts.total - counts.ended
            let time = summary.elapsed + (record.isGoing ? max(.zero, now - history.sessions.last) : .zero)
            let standing: String
            if record.isGoing {
                standing = Tone.lively.painted(history.isHeldBack ? "held back" : "going", colours: colours)
            } else if open > 0 {
                standing = Tone.caution.painted("stopped", colours: colours)
            } else if counts.unsuccessful == 0 {
                standing = Tone.good.painted("succeeded", colours: colours)
            } else {
                standing = Tone.bad.painted("ended", colours: colours)
            }
            let text = "\(name) \(standing) after \(time)\(command)"
            screen.print(colours ? text : fitted(text))
            let state = ProgressState(
                total: counts.total, succeeded: counts[.succeeded], failed: counts[.failed],
                skipped: counts[.skipped] + counts[.cancelled], running: counts.inMotion, elapsed: time,
                rate: rate(counts.ended, time))
            let isTerminal = screen.output.traits.isTerminal
            screen.print(
                isTerminal ? ProgressLine.bar(state, for: screen.output.traits) : ProgressLine.plain(state))
        }

        func showDamage() {
            guard let first = summary.damage.first else { return }
            let more = summary.damage.count > 1 ? ", and more" : ""
            let text = Tone.bad.painted("The record is damaged:", colours: colours)
            screen.print("\(text) \(first)\(more). See `rota ledger check --run \(record.number)`.")
        }

        private func rate(_ ended: Int, _ time: Duration) -> Int64? {
            let milliseconds = time.nanoseconds / 1_000_000
            guard ended > 0, milliseconds > 0 else { return nil }
            return Int64(ended) * 1_000_000 / milliseconds
        }

        private func fitted(_ text: String) -> String {
            guard let width = screen.output.traits.width else { return text }
            return ShownText.fitted(text, to: width, isUnicode: screen.output.traits.isUnicode)
        }

        private func showSection(_ title: String, _ table: Table, more: Int) {
            guard !table.rows.isEmpty else { return }
            screen.print("")
            screen.print(Tone.strong.painted(title, colours: colours))
            screen.print(table)
            if more > 0 { screen.print(Tone.faint.painted("  … and \(Wording.count(more)) more", colours: colours)) }
        }

        func showRunning() {
            let members = history.open.members().filter { $0.startedAt != nil || history.open.isFirst($0.attempt) }
            var table = Table(columns: [
                Table.Column("", minimum: 12, cut: .middle), Table.Column("", .right), Table.Column("", minimum: 8),
                Table.Column("", minimum: 12, dispensability: 1),
            ])
            let usage = record.isGoing ? history.run.map { AttemptUsage(token: $0.token) } : nil
            let oldest = members.sorted {
                ($0.startedAt ?? $0.handedOverAt, $0.attempt) < ($1.startedAt ?? $1.handedOverAt, $1.attempt)
            }
            for member in oldest.prefix(runningLimit) {
                let since = member.startedAt ?? member.handedOverAt
                let until = record.isGoing ? max(now, since) : history.sessions.last
                table.append([
                    Table.Cell("  " + Phrases.task(member.task, in: history)), Table.Cell("\(until - since)"),
                    Table.Cell(Phrases.placement(member.placement, in: history), .faint),
                    Table.Cell(usage?.usage(of: member.attempt).map { words(for: $0, over: until - since) } ?? ""),
                ])
            }
            let title = record.isGoing ? "Running" : "Running when it stopped"
            showSection(title, table, more: members.count - runningLimit)
        }

        /// Its mean width so far, and the memory it holds now.
        private func words(for usage: ProcessTreeUsage, over elapsed: Duration) -> String {
            let cores = Cores.average(usage.processorTime, over: elapsed)
            return "uses \(Phrases.cores(cores)), \(usage.resident)"
        }

        func showFailed() {
            var table = Table(columns: [
                Table.Column("", minimum: 12, cut: .middle), Table.Column("", minimum: 12),
                Table.Column("", minimum: 16, dispensability: 1),
            ])
            let examples = summary.failures.examples(ofEach: 2).prefix(otherLimit)
            for attempt in examples {
                let last = ErrorTail.lines(of: attempt, in: record, most: 1).last ?? ""
                table.append([
                    Table.Cell("  " + Phrases.task(attempt.task, in: history)),
                    Table.Cell(Phrases.outcome(attempt.end.outcome), .bad), Table.Cell(last, .faint),
                ])
            }
            showSection("Failed", table, more: summary.counts[.failed] - examples.count)
        }

        func showWaiting() {
            var table = Table(columns: [
                Table.Column("", minimum: 12, cut: .middle), Table.Column("", .right), Table.Column("", minimum: 12),
            ])
            var more = 0
            for job in history.jobs where job.counts[.waiting] > 0 {
                guard table.rows.count < otherLimit else {
                    more += 1
                    continue
                }
                table.append([
                    Table.Cell("  " + job.job.name), Table.Cell(Wording.count(job.counts[.waiting], "task")),
                    Table.Cell(Waiting.reason(of: job, in: history, at: now)),
                ])
            }
            showSection(record.isGoing ? "Waiting" : "Not done", table, more: more)
        }

        func showEnd() {
            guard summary.attemptTime > .zero else { return }
            screen.print("")
            screen.print(
                """
                Cores held \(Phrases.percent(summary.efficiency)), and of that used \(Phrases.percent(summary.use)); \
                an attempt asked \(Phrases.cores(summary.coresHeld)), used \(Phrases.number(summary.coresUsed)).
                """)
            let counts = summary.counts
            if !record.isGoing, counts.ended < counts.total { screen.print("Next: rota run --resume") }
        }
    }
}
