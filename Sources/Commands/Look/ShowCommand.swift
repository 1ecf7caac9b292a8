import Model
import Service

/// `rota show`: a job with its sums, or tasks with all their attempts.
enum ShowCommand {
    static func show(_ record: RunRecord, _ selector: TaskSelector, on screen: Screen, at now: Instant) throws {
        let (choice, history) = try Choice.read(selector, of: record)
        if let iterations = choice.iterations {
            let attempts = try record.attempts(of: choice.record, iterations: iterations)
            let page = Page(screen: screen, history: attempts.history, now: now)
            for (position, task) in attempts.tasks.enumerated() {
                if position > 0 { screen.print("") }
                page.show(task)
            }
            if iterations.count > attempts.tasks.count {
                screen.print(
                    "… the first \(Wording.count(attempts.tasks.count)) of \(Wording.count(iterations.count)).")
            }
        } else {
            Page(screen: screen, history: history, now: now).show(choice.record)
        }
    }

    static func write(_ record: RunRecord, _ selector: TaskSelector, to json: inout JSONText) throws {
        let (choice, history) = try Choice.read(selector, of: record)
        guard let iterations = choice.iterations else {
            return JSONReport.write(choice.record, in: history, to: &json)
        }
        let attempts = try record.attempts(of: choice.record, iterations: iterations)
        json.array { json in
            for task in attempts.tasks { JSONReport.write(task, in: attempts.history, to: &json) }
        }
    }

    private struct Page {
        let screen: Screen
        let history: History
        let now: Instant
        var colours: Bool { screen.output.traits.hasColours }

        private func add(_ name: String, _ text: String) {
            guard !text.isEmpty else { return }
            let label = Tone.faint.painted(name.padded(to: 12), colours: colours)
            screen.print("  \(label)  \(ShownText.harmless(text))")
        }

        private func head(_ name: String, _ state: TaskState) {
            let shown = Tone.strong.painted(ShownText.harmless(name), colours: colours)
            screen.print("\(shown)  \(TaskWords.tone(state).painted("\(state)", colours: colours))")
        }

        func show(_ record: JobRecord) {
            let job = record.job
            let counts = history.settledCounts(of: record, at: now)
            let state = TaskWords.state(of: counts)
            head(job.name, state)
            add("command", command(job.command))
            add("asks", RequestText.text(of: job.request))
            if job.iterations.isIterated { add("iterations", TaskWords.iterations(job.iterations)) }
            add("after", job.dependencies.map { Waiting.progress(of: $0, in: history) }.joined(separator: ", "))
            if let startAt = job.startAt { add("not before", CalendarTime.local(startAt)) }
            add("tasks", "\(Wording.count(counts.total)): \(TaskWords.counts(counts))")
            if record.attempts > counts.total - counts[.waiting] - counts[.ready] {
                add("attempts", "\(Wording.count(record.attempts)), \(Wording.count(record.lost)) lost")
            }
            if record.measured > 0 {
                add("time", "mean \(record.mean), longest \(record.longest), core time \(record.held)")
                let used = Phrases.number(record.coresUsed)
                let memory = record.peakMemory > .zero ? "; memory \(record.peakMemory) at most" : ""
                add("used", "asked \(Phrases.cores(record.coresHeld)), used \(used)\(memory)")
                if let first = record.firstStart, let last = record.lastEnd {
                    add("ran", "from \(CalendarTime.local(first)) to \(CalendarTime.local(last))")
                }
            }
            if state == .waiting || state == .ready { add("waits", Waiting.reason(of: record, in: history, at: now)) }
            add("tags", job.tags.joined(separator: ", "))
        }

        private func command(_ command: Command) -> String {
            let text = TemplateText.text(of: command.action)
            let lines = text.split(separator: "\n")
            guard lines.count > 1, let first = lines.first else { return text }
            return "\(first) … (\(Wording.count(lines.count, "line")))"
        }

        func show(_ task: AttemptHistory.TaskHistory) {
            head(Phrases.task(task.task, in: history), history.state(of: task.task) ?? .waiting)
            for (position, attempt) in task.attempts.enumerated() { show(attempt, number: position + 1) }
            for member in history.open.members() where member.task == task.task {
                let since = member.startedAt.map { "runs since \(CalendarTime.local($0))" } ?? "handed over"
                let place = Phrases.placement(member.placement, in: history)
                add("attempt \(task.attempts.count + 1)", "\(since) on \(place)")
            }
            add("history", "")
            for change in task.changes {
                let cause = ShownText.harmless(HistoryWords.text(of: change.cause, in: history))
                screen.print("  \(CalendarTime.localClock(change.at))  \(cause)")
            }
        }

        private func show(_ attempt: EndedAttempt, number: Int) {
            let end = attempt.end
            let outcome = Phrases.outcome(end.outcome)
            let ran = end.startedAt == nil ? "" : " after \(attempt.elapsed)"
            add("attempt \(number)", "\(outcome)\(ran) on \(Phrases.placement(attempt.placement, in: history))")
            guard let startedAt = end.startedAt else { return }
            add("", "from \(CalendarTime.local(startedAt)) to \(CalendarTime.local(end.endedAt))")
            // Of what went with its executor, nobody knows what it used.
            guard end.outcome != .lost else { return }
            let usage = end.usage
            let user = Duration.microseconds(usage.userMicroseconds)
            let system = Duration.microseconds(usage.systemMicroseconds)
            add(
                "  used",
                """
                \(Phrases.number(attempt.coresUsed)) of \(Phrases.cores(attempt.placement.width)) \
                (user \(user), system \(system)), memory \(usage.peakMemory) at most
                """)
            add(
                "  switches",
                """
                \(Wording.count(Int(usage.voluntarySwitches))) by itself, \
                \(Wording.count(Int(usage.involuntarySwitches))) forced; process \(end.processIdentifier)
                """)
            let printed = OutputWords.text(of: end.output)
            if !printed.isEmpty { add("  printed", printed) }
        }
    }
}
