import Dialects
import Model
import Service

/// `rota status`: one screen about a run, or about a service.
enum StatusCommand {
    // 8 and 5: with the headings, the rest fits a terminal of 24 lines.
    static let runningLimit = 8
    private static let otherLimit = 5

    /// - Parameter service: the service that the statistics are of; none: a run.
    static func show(
        _ statistics: StatisticsView, service: ServiceView? = nil, runningLimit: Int = runningLimit,
        on screen: Screen, at now: Instant
    ) {
        let view = View(
            statistics: statistics, service: service, runningLimit: runningLimit, screen: screen, now: now)
        for line in view.head { screen.print(line) }
        view.showDamage()
        view.showRunning()
        view.showFailed()
        view.showWaiting()
        view.showEnd()
    }

    private struct View {
        let statistics: StatisticsView
        let service: ServiceView?
        let runningLimit: Int
        let screen: Screen
        let now: Instant
        var colours: Bool { screen.output.traits.hasColours }

        /// What it is and how it stands; and how far it has come.
        var head: [String] {
            let counts = statistics.counts
            let time =
                statistics.elapsed + (statistics.isGoing ? max(.zero, now - statistics.lastFactAt) : .zero)
            let text = "\(name) \(standing) \(service == nil ? "after" : "for") \(time)\(origin)"
            let state = ProgressState(
                total: counts.total, succeeded: counts[.succeeded], failed: counts[.failed],
                skipped: counts[.skipped] + counts[.cancelled], running: counts.inMotion, elapsed: time,
                rate: rate(counts.ended, time))
            let isTerminal = screen.output.traits.isTerminal
            return [
                colours ? text : fitted(text),
                isTerminal ? ProgressLine.bar(state, for: screen.output.traits) : ProgressLine.plain(state),
            ]
        }

        private var name: String {
            let text = service.map { "Service \($0.version)" } ?? "Run \(statistics.run?.number ?? 0)"
            return Tone.strong.painted(text, colours: colours)
        }

        private var standing: String {
            let counts = statistics.counts
            if statistics.isGoing {
                return Tone.lively.painted(statistics.isHeldBack ? "held back" : "going", colours: colours)
            }
            if counts.ended < counts.total { return Tone.caution.painted("stopped", colours: colours) }
            return counts.unsuccessful == 0
                ? Tone.good.painted("succeeded", colours: colours) : Tone.bad.painted("ended", colours: colours)
        }

        private var origin: String {
            if let service {
                let nodes = Wording.count(service.nodeCount, "node")
                return " · \(nodes), \(Wording.count(service.coreCount, "core")) · on \(service.host)"
            }
            return statistics.run.map { " · " + (["rota"] + $0.arguments).joined(separator: " ") } ?? ""
        }

        func showDamage() {
            if let trouble = service?.trouble, !trouble.isEmpty {
                screen.print(Tone.bad.painted(ShownText.harmless(trouble), colours: colours))
            }
            guard let first = statistics.damage.first else { return }
            let more = statistics.damage.count > 1 ? ", and more" : ""
            let text = Tone.bad.painted("The record is damaged:", colours: colours)
            screen.print("\(text) \(first)\(more). See `rota ledger check --run \(statistics.run?.number ?? 0)`.")
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
            var table = Table(columns: [
                Table.Column("", minimum: 12, cut: .middle), Table.Column("", .right), Table.Column("", minimum: 8),
                Table.Column("", minimum: 12, dispensability: 1),
            ])
            for running in statistics.running.prefix(runningLimit) {
                let since = running.startedAt ?? running.handedOverAt
                let until = statistics.isGoing ? max(now, since) : statistics.lastFactAt
                let use = running.use.map { "uses \(Phrases.cores($0.cores)), \($0.memory)" }
                table.append([
                    Table.Cell("  " + running.task), Table.Cell("\(running.runTime(until: until))"),
                    Table.Cell(running.pausedAt == nil ? running.place : "paused", .faint), Table.Cell(use ?? ""),
                ])
            }
            let title = statistics.isGoing ? "Running" : "Running when it stopped"
            showSection(title, table, more: statistics.runningCount - table.rows.count)
        }

        func showFailed() {
            var table = Table(columns: [
                Table.Column("", minimum: 12, cut: .middle), Table.Column("", minimum: 12),
                Table.Column("", minimum: 16, dispensability: 1),
            ])
            for attempt in statistics.failures(ofEach: 2).prefix(otherLimit) {
                table.append([
                    Table.Cell("  " + attempt.task), Table.Cell(attempt.end, .bad),
                    Table.Cell(attempt.errorOutput.last ?? "", .faint),
                ])
            }
            showSection("Failed", table, more: statistics.counts[.failed] - table.rows.count)
        }

        func showWaiting() {
            var table = Table(columns: [
                Table.Column("", minimum: 12, cut: .middle), Table.Column("", .right), Table.Column("", minimum: 12),
            ])
            for job in statistics.waiting.prefix(otherLimit) {
                table.append([
                    Table.Cell("  " + job.job), Table.Cell(Wording.count(job.tasks, "task")),
                    Table.Cell(LocalTime.text(job.waits, job.moment)),
                ])
            }
            let more = statistics.waiting.count - table.rows.count + statistics.waitingMore
            showSection(statistics.isGoing ? "Waiting" : "Not done", table, more: more)
        }

        func showEnd() {
            guard statistics.attemptTime > .zero else { return }
            let use = Phrases.percent(statistics.use)
            let asked = "an attempt asked \(Phrases.cores(statistics.coresHeld))"
            screen.print("")
            screen.print(
                """
                Cores held \(Phrases.percent(statistics.efficiency)), and of that used \(use); \
                \(asked), used \(Phrases.number(statistics.coresUsed)).
                """)
            let counts = statistics.counts
            if !statistics.isGoing, counts.ended < counts.total { screen.print("Next: rota run --resume") }
        }
    }
}
