import Dialects
import Model
import Service

/// `rota show`: a job with its sums, or tasks with all their attempts.
enum ShowCommand {
    // 1,000: what a service answers at once.
    private static let pageLimit = 1000
    // 10,000: more than anybody reads.
    private static let limit = 10_000

    static func show(
        _ source: any ViewSource, _ selectors: [TaskSelector], in state: TaskState? = nil, on screen: Screen
    ) throws {
        let page = Page(screen: screen)
        var isFirst = true
        func separate() {
            if !isFirst { screen.print("") }
            isFirst = false
        }
        for selector in selectors {
            if state == nil, case .job(let job) = try source.subject(of: selector) {
                separate()
                page.show(job)
                continue
            }
            let rest = try tasks(source, selector, state) { task in
                separate()
                page.show(task)
            }
            if rest > 0 { screen.print("… and \(Wording.count(rest, "task")) more.") }
        }
        if isFirst { screen.print("No task is meant by that.") }
    }

    /// A job alone as an object, everything else as a list.
    static func write(
        _ source: any ViewSource, _ selectors: [TaskSelector], in state: TaskState? = nil, to json: inout JSONText
    ) throws {
        if state == nil, selectors.count == 1, case .job(let job) = try source.subject(of: selectors[0]) {
            return job.write(to: &json)
        }
        try json.array { json in
            for selector in selectors {
                if state == nil, case .job(let job) = try source.subject(of: selector) {
                    job.write(to: &json)
                } else {
                    _ = try tasks(source, selector, state) { $0.write(to: &json) }
                }
            }
        }
    }

    /// Answers how many tasks are left out.
    private static func tasks(
        _ source: any ViewSource, _ selector: TaskSelector, _ state: TaskState?, _ take: (TaskView) -> Void
    ) throws -> Int {
        var count = 0
        var after: Int?
        while true {
            let page = try source.tasks(selector, in: state, after: after, limit: min(pageLimit, limit - count))
            page.elements.forEach(take)
            count += page.elements.count
            guard let next = page.next, count < limit else { return max(0, page.total - count) }
            after = next
        }
    }

    private struct Page {
        let screen: Screen
        var colours: Bool { screen.output.traits.hasColours }

        private func add(_ name: String, _ text: String) {
            guard !text.isEmpty else { return }
            let label = Tone.faint.painted(name.padded(to: 12), colours: colours)
            screen.print("  \(label)  \(ShownText.harmless(text))")
        }

        private func head(_ name: String, _ state: TaskState) {
            let shown = Tone.strong.painted(ShownText.harmless(name), colours: colours)
            screen.print("\(shown)  \(StateTones.tone(state).painted("\(state)", colours: colours))")
        }

        func show(_ job: JobView) {
            let counts = job.counts
            head(job.name, job.isPaused ? .paused : job.state)
            add("command", command(job.command))
            add("asks", job.asks)
            add("iterations", job.iterations ?? "")
            add("after", job.dependencies.joined(separator: ", "))
            if let notBefore = job.notBefore { add("not before", CalendarTime.local(notBefore)) }
            if job.priority != 0 { add("priority", "\(job.priority)") }
            add("tasks", "\(Wording.count(counts.total)): \(TaskWords.counts(counts))")
            if job.attempts > counts.total - counts[.waiting] - counts[.ready] {
                add("attempts", "\(Wording.count(job.attempts)), \(Wording.count(job.lost)) lost")
            }
            if job.measured > 0 {
                add("time", "mean \(job.mean), longest \(job.longest), core time \(job.held)")
                let used = Phrases.number(job.coresUsed)
                let memory = job.peakMemory > .zero ? "; memory \(job.peakMemory) at most" : ""
                add("used", "asked \(Phrases.cores(job.coresHeld)), used \(used)\(memory)")
                if let first = job.firstStart, let last = job.lastEnd {
                    add("ran", "from \(CalendarTime.local(first)) to \(CalendarTime.local(last))")
                }
            }
            add("waits", LocalTime.text(job.waits, job.moment))
            add("tags", job.tags.joined(separator: ", "))
            for notice in job.notices { add("notice", notice) }
        }

        private func command(_ text: String) -> String {
            let lines = text.split(separator: "\n")
            guard lines.count > 1, let first = lines.first else { return text }
            return "\(first) … (\(Wording.count(lines.count, "line")))"
        }

        func show(_ task: TaskView) {
            head(task.task, task.state)
            for (position, attempt) in task.attempts.enumerated() { show(attempt, number: position + 1) }
            for running in task.running {
                let since = running.startedAt.map { "runs since \(CalendarTime.local($0))" } ?? "handed over"
                add("attempt \(task.attempts.count + 1)", "\(since) on \(running.place)")
                if let pausedAt = running.pausedAt { add("", "paused since \(CalendarTime.local(pausedAt))") }
            }
            add("history", "")
            for change in task.changes {
                let text = ShownText.harmless(LocalTime.text(change.text, change.moment))
                screen.print("  \(CalendarTime.localClock(change.at))  \(text)")
            }
        }

        private func show(_ attempt: AttemptView, number: Int) {
            let ran = attempt.startedAt == nil ? "" : " after \(attempt.elapsed)"
            add("attempt \(number)", "\(attempt.end)\(ran) on \(attempt.place)")
            guard let startedAt = attempt.startedAt else { return }
            let paused = attempt.paused > .zero ? ", paused for \(attempt.paused) of that" : ""
            add("", "from \(CalendarTime.local(startedAt)) to \(CalendarTime.local(attempt.endedAt))\(paused)")
            // Of what went with its executor, nobody knows what it used.
            guard attempt.kind != .lost else { return }
            let usage = attempt.usage
            let user = Duration.microseconds(usage.userMicroseconds)
            let system = Duration.microseconds(usage.systemMicroseconds)
            add(
                "  used",
                """
                \(Phrases.number(attempt.coresUsed)) of \(Phrases.cores(attempt.width)) \
                (user \(user), system \(system)), memory \(usage.peakMemory) at most
                """)
            add(
                "  switches",
                """
                \(Wording.count(Int(usage.voluntarySwitches))) by itself, \
                \(Wording.count(Int(usage.involuntarySwitches))) forced; process \(attempt.process)
                """)
            if !attempt.printed.isEmpty { add("  printed", attempt.printed) }
        }
    }
}
