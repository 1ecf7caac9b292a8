package import Dialects
package import Model

extension RunViews {
    // 100: more than anybody looks at; the count says how many there are.
    private static let runningLimit = 100
    // 20: a screen.
    private static let waitingLimit = 20

    /// - Throws: when there is no such job or submission.
    package func statistics(of scope: JobScope = .all) throws(Refusal) -> StatisticsView {
        var view = StatisticsView(isGoing: isGoing, lastFactAt: history.sessions.last)
        let jobs = try jobs(in: scope)
        if scope == .all { describeWhole(&view) }
        let chosen = scope == .all ? nil : Set(jobs.map(\.identifier))
        func isMeant(_ task: TaskIdentifier) -> Bool { chosen?.contains(task.job) ?? true }
        addSums(of: jobs, to: &view)
        view.isHeldBack = history.isHeldBack
        view.slowest = summary.slowest.filter { isMeant($0.task) }.map { AttemptViews.view(of: $0, in: history) }
        view.failed = failures(isMeant)
        addMotion(to: &view, isMeant)
        addWaiting(of: jobs, to: &view)
        view.last = history.lastMoved.map { Phrases.task($0, in: history) }
        return view
    }

    private func jobs(in scope: JobScope) throws(Refusal) -> [JobRecord] {
        switch scope {
        case .all: return history.present
        case .jobs(let names):
            var jobs: [JobRecord] = []
            for name in names { jobs.append(try Choice(.job(name), in: history).record) }
            return jobs
        case .submission(let key):
            if let jobs = history.jobs(submittedWith: key) { return jobs }
            throw .document(
                DocumentProblem(
                    document: "request", path: "key", problem: "is of no submission that is remembered",
                    remedy: "Name the jobs instead."))
        }
    }

    private func describeWhole(_ view: inout StatisticsView) {
        if let run = history.run {
            view.run = StatisticsView.RunDescription(
                number: run.number, arguments: run.arguments, directory: run.directory, host: run.host,
                version: run.version)
        }
        view.startedAt = history.sessions.startedAt
        view.end = history.sessions.end
        view.sessions = history.sessions.spans.count
        view.elapsed = summary.elapsed
        view.coreCount = summary.cores
        view.efficiency = summary.efficiency
        view.factsSetAside = history.setAside
        view.damage = summary.damage
    }

    private func addSums(of jobs: [JobRecord], to view: inout StatisticsView) {
        view.jobCount = jobs.count
        for job in jobs {
            view.counts += settledCounts(of: job)
            view.attempts += job.attempts
            view.retries += job.retries
            view.lost += job.lost
            view.held += job.held
            view.used += job.used
            view.attemptTime += job.elapsed
            view.peakMemory = max(view.peakMemory, job.peakMemory)
            view.memoryAsked = max(view.memoryAsked, job.job.request.memory)
        }
        view.coresHeld = .average(view.held, over: view.attemptTime)
        view.coresUsed = .average(view.used, over: view.attemptTime)
        view.use = RunSummary.thousandths(view.used, of: view.held)
        // Of a part, time passes from its submission to its last end.
        if view.sessions == 0, let first = jobs.map(\.submittedAt).min() {
            view.startedAt = first
            let isOver = view.counts.ended == view.counts.total
            view.elapsed = max(.zero, (isOver ? jobs.compactMap(\.lastEnd).max() ?? first : now) - first)
        }
    }

    private func failures(_ isMeant: (TaskIdentifier) -> Bool) -> [AttemptView] {
        // Of each cause the first two, of five causes at most: what a screen has room for.
        let examples = summary.failures.examples(ofEach: 2).filter { isMeant($0.task) }.prefix(5).map(\.end.attempt)
        return summary.failures.tasks.filter { isMeant($0.task) }.map { attempt in
            var view = AttemptViews.view(of: attempt, in: history)
            if examples.contains(attempt.end.attempt) {
                view.errorOutput = ErrorTail.lines(of: attempt, source.output)
            }
            return view
        }
    }

    private func addMotion(to view: inout StatisticsView, _ isMeant: (TaskIdentifier) -> Bool) {
        let members = history.open.members().filter {
            isMeant($0.task) && ($0.startedAt != nil || history.open.isFirst($0.attempt))
        }
        let oldest = members.sorted {
            ($0.startedAt ?? $0.handedOverAt, $0.attempt) < ($1.startedAt ?? $1.handedOverAt, $1.attempt)
        }
        view.runningCount = members.count
        view.running = oldest.prefix(Self.runningLimit).map { AttemptViews.view(of: $0, in: history) }
    }

    private func addWaiting(of jobs: [JobRecord], to view: inout StatisticsView) {
        for job in jobs where job.counts[.waiting] > 0 {
            guard view.waiting.count < Self.waitingLimit else {
                view.waitingMore += 1
                continue
            }
            let (text, moment) = Waiting.reason(of: job, in: history, at: now)
            view.waiting.append(
                WaitingView(job: job.job.name, tasks: job.counts[.waiting], waits: text, moment: moment))
        }
    }
}
