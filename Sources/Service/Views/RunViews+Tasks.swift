package import Dialects
package import Model

extension RunViews {
    // 10: a page; a selector that means more is answered for the first of them.
    private static let explanationLimit = 10

    /// A part of a job's tasks, each with all its attempts.
    ///
    /// - Parameter state: only those in it; none: all.
    /// - Parameter after: the last iteration of the part before.
    /// - Cost: a look at a byte for each task that is passed over.
    package func tasks(
        of choice: Choice, in state: TaskState? = nil, after: Int? = nil, limit: Int = AttemptHistory.limit
    ) throws -> ViewPage<TaskView> {
        let job = choice.record.identifier
        let wanted = choice.iterations ?? choice.record.job.iterations.indices
        let limit = min(max(1, limit), AttemptHistory.limit)
        let rest = after.map { wanted.clamped(to: min($0, wanted.upperBound - 1) + 1..<wanted.upperBound) } ?? wanted
        var iterations: [Int] = []
        var next: Int?
        for iteration in rest {
            guard isIn(state, TaskIdentifier(job: job, iteration: iteration)) else { continue }
            guard iterations.count < limit else {
                next = iterations.last
                break
            }
            iterations.append(iteration)
        }
        let total = state == nil ? wanted.count : settledCounts(of: choice.record)[state ?? .waiting]
        guard let first = iterations.first, let last = iterations.last else { return ViewPage([], total: total) }
        let told = try source.attempts(choice.record, first..<(last + 1))
        return ViewPage(Self.tasks(iterations, of: choice.record, told), next: next, total: total)
    }

    /// Tasks of a job, as a history that knows at least these tells them.
    package static func tasks(
        _ iterations: some Sequence<Int>, of job: JobRecord, _ told: AttemptHistory
    ) -> [TaskView] {
        let stories = Dictionary(told.tasks.map { ($0.task.iteration, $0) }) { first, _ in first }
        let members = told.history.open.members().filter { $0.task.job == job.identifier }
        let running = Dictionary(grouping: members, by: \.task.iteration)
        return iterations.map { iteration in
            let task = TaskIdentifier(job: job.identifier, iteration: iteration)
            let story = stories[iteration] ?? AttemptHistory.TaskHistory(task: task)
            return view(of: story, running: running[iteration] ?? [], in: told.history)
        }
    }

    func isIn(_ state: TaskState?, _ task: TaskIdentifier) -> Bool {
        guard let state else { return true }
        return settledState(of: task) == state
    }

    func settledState(of task: TaskIdentifier) -> TaskState {
        let state = history.state(of: task) ?? .waiting
        return state == .waiting && history.isReady(task, at: now) ? .ready : state
    }

    private static func view(
        of told: AttemptHistory.TaskHistory, running: [OpenAttempts.Member], in history: History
    ) -> TaskView {
        var view = TaskView(
            task: Phrases.task(told.task, in: history), job: history.record(of: told.task.job)?.job.name ?? "",
            iteration: told.task.iteration, state: history.state(of: told.task) ?? .waiting)
        view.attempts = told.attempts.map { AttemptViews.view(of: $0, in: history) }
        view.running = running.map { AttemptViews.view(of: $0, in: history) }
        view.changes = told.changes.map { change in
            let (text, moment) = HistoryWords.text(of: change.cause, in: history)
            return TaskView.Change(at: change.at, text: text, moment: moment)
        }
        return view
    }

    /// Why the chosen tasks are not running, or how they ended; of a whole job, of those that did not succeed.
    ///
    /// - Returns: the first ten, and how many there are in all; 0 in all: too many to be counted.
    package func explanations(of choice: Choice, in state: TaskState? = nil) throws -> ViewPage<ExplanationView> {
        let wanted = choice.iterations ?? choice.record.job.iterations.indices
        let interesting = wanted.lazy.map { TaskIdentifier(job: choice.record.identifier, iteration: $0) }.filter {
            guard state == nil else { return isIn(state, $0) }
            // Of a whole job, nobody asks why the tasks that succeeded did.
            return choice.iterations != nil || history.state(of: $0) != .succeeded
        }
        var tasks = Array(interesting.prefix(Self.explanationLimit))
        if tasks.isEmpty, state == nil, let first = wanted.first {
            tasks = [TaskIdentifier(job: choice.record.identifier, iteration: first)]
        }
        let span = (tasks.first?.iteration ?? 0)..<((tasks.last?.iteration ?? 0) + 1)
        let told = try source.attempts(choice.record, span).tasks
        let explanations = try source.explanations(tasks)
        let views = zip(tasks, explanations).map { task, explanation in
            let story = told.first { $0.task == task } ?? AttemptHistory.TaskHistory(task: task)
            return view(of: story, explanation)
        }
        // 100,000: beyond that, counting takes longer than the answer is worth.
        return ViewPage(views, total: wanted.count > 100_000 ? 0 : max(views.count, interesting.count))
    }

    private func view(of told: AttemptHistory.TaskHistory, _ explanation: Explanation) -> ExplanationView {
        let settled = history.state(of: told.task) ?? .waiting
        var view = ExplanationView(task: Phrases.task(told.task, in: history), state: settledState(of: told.task))
        switch settled {
        case .succeeded, .failed, .cancelled, .skipped: (view.sentences, view.moment) = ending(told)
        case .paused: (view.sentences, view.moment) = standingStill(told.task)
        case .running, .starting, .waiting, .ready:
            (view.sentences, view.moment) = ExplanationWords.sentences(
                explanation, of: told.task, in: history, isGoing: isGoing, at: now)
        }
        if let last = told.attempts.last, last.end.outcome.isFailure, settled != .succeeded {
            if !settled.isFinal {
                view.sentences.insert("Its last attempt: \(Phrases.outcome(last.end.outcome)).", at: 0)
            }
            view.errorOutput = ErrorTail.lines(of: last, source.output)
            if view.errorOutput.isEmpty, let place = ErrorTail.elsewhere(of: last, source.output) {
                view.sentences.append("What it printed is \(place).")
            }
        }
        return view
    }

    /// Since when it is paused, and what it waits for.
    private func standingStill(_ task: TaskIdentifier) -> (sentences: [String], moment: Instant?) {
        guard let member = history.open.members().first(where: { $0.task == task }), let since = member.pausedAt
        else { return ([], nil) }
        let isPaused = history.record(of: task.job)?.isPaused ?? false
        let until = isPaused ? "until its job is unpaused" : "until there are cores for it again"
        return (
            [
                "It is paused since \(Dates.text(since)), \(until). It ran for \(member.runTime(until: since)) before.",
                "Its processes stand still; it keeps its memory, and its cores are free for others.",
            ], since
        )
    }

    /// How it ended, and what made it so.
    private func ending(_ told: AttemptHistory.TaskHistory) -> (sentences: [String], moment: Instant?) {
        var sentences: [String] = []
        if let last = told.attempts.last {
            let tries = told.attempts.count > 1 ? " at attempt \(told.attempts.count)" : ""
            let outcome = Phrases.outcome(last.end.outcome)
            sentences.append("It ended\(tries): \(outcome), after \(last.elapsed).")
            sentences += Advice.sentences(last, in: history)
        }
        for change in told.changes.reversed() {
            if case .skipped(let because) = change.cause {
                let name = Phrases.task(because, in: history)
                sentences.append("It was skipped, since \(name) did not succeed. See `rota why \(name)`.")
                break
            }
            if change.cause == .cancelRequested {
                return (sentences + ["Its end was asked for at \(Dates.text(change.at))."], change.at)
            }
        }
        return (sentences, nil)
    }
}
