internal import Dialects
internal import Ledger
internal import Model
internal import Plan
internal import Posix
internal import Synchronization
internal import Wire

/// What is decided on the loop's thread, and answered when it is durable.
extension QCGReception {
    /// Why some of the names of a request were left as they are; filled on the loop's thread.
    private final class Remainder: Sendable {
        let problems = Mutex<[(name: String, text: String)]>([])
    }

    func submit(_ given: [Job], _ dialect: QCGDialect, _ reply: @escaping Reply) throws(QCGRequestProblem) {
        let jobs = given.map { $0.belonging(to: Process.userName) }
        do throws(Refusal) {
            try LedgerWriter.refuseTooLarge(jobs)
            try refuseUnfit(jobs)
        } catch {
            throw QCGRequestProblem(error, dialect: dialect)
        }
        for job in jobs where !MessageLimits.allow(job) {
            throw problem("job \(job.name) is longer than \(MessageLimits.jobBytes) bytes", dialect)
        }
        post(dialect, reply) { planner, now throws(Refusal) in
            [.jobsSubmitted(first: JobIdentifier(planner.jobCount), jobs: jobs, at: now)]
        } answer: {
            QCGReply.submitted(jobs.map(\.name), dialect: dialect)
        }
    }

    /// What a service runs by itself must fit what it has, and what it still waits for.
    private func refuseUnfit(_ jobs: [Job]) throws(Refusal) {
        guard let own = order.own else { return }
        for job in jobs { if let refusal = own.refusal(job) { throw refusal } }
        guard own.neighbours != nil else { return }
        if let refusal = Admission.misfit(of: jobs, on: own.expected) { throw refusal }
    }

    func cancel(_ names: [QCGTaskName], _ dialect: QCGDialect, _ reply: @escaping Reply) {
        let remainder = Remainder()
        post(dialect, reply) { planner, now throws(Refusal) in
            var facts: [Fact] = []
            for name in names {
                if let range = Self.openTasks(of: name, planner) {
                    facts.append(.tasksCancelled(range, at: now))
                } else {
                    remainder.problems.withLock { $0.append((name.text, QCGReply.notCancelled(name))) }
                }
            }
            return facts
        } answer: {
            let problems = remainder.problems.withLock { $0 }
            return QCGReply.cancelled(names.count - problems.count, problems: problems, dialect: dialect)
        }
    }

    func remove(_ names: [QCGTaskName], _ dialect: QCGDialect, _ reply: @escaping Reply) {
        let remainder = Remainder()
        post(dialect, reply) { planner, now throws(Refusal) in
            var removed: Set<JobIdentifier> = []
            var facts: [Fact] = []
            for name in names {
                let job = planner.job(named: name.text)
                if let job, Self.isOver(job, planner), removed.insert(job).inserted {
                    facts.append(.jobsRemoved([job], at: now))
                } else {
                    let isThere = job != nil || planner.job(named: name.job) != nil
                    remainder.problems.withLock {
                        $0.append((name.text, QCGReply.notRemoved(name, exists: isThere)))
                    }
                }
            }
            return facts
        } answer: {
            let problems = remainder.problems.withLock { $0 }
            return QCGReply.removed(names.count - problems.count, problems: problems, dialect: dialect)
        }
    }

    /// At once; what runs elsewhere goes on.
    func finish(_ dialect: QCGDialect, _ reply: Reply) throws(QCGRequestProblem) {
        try beginToFinish()
        reply(Answer(text: QCGReply.finishing(dialect: dialect), end: .now))
    }

    func finishAfterAllTasks(_ reply: Reply) throws(QCGRequestProblem) {
        try beginToFinish()
        reply(Answer(text: QCGReply.finishAfterAllTasks, end: .whenDone))
    }

    private func beginToFinish() throws(QCGRequestProblem) {
        guard !isFinishing.exchange(true, ordering: .acquiringAndReleasing) else { throw .finishing }
    }

    private static func openTasks(of name: QCGTaskName, _ planner: Planner) -> TaskRange? {
        if let job = planner.job(named: name.text) {
            let range = TaskRange(job: job, iterations: planner.job(job).iterations.indices)
            return isOver(job, planner) ? nil : range
        }
        guard let job = planner.job(named: name.job), let iteration = name.iteration,
            planner.state(of: TaskIdentifier(job: job, iteration: iteration))?.isFinal == false
        else { return nil }
        return TaskRange(job: job, iterations: iteration..<(iteration + 1))
    }

    private static func isOver(_ job: JobIdentifier, _ planner: Planner) -> Bool {
        let counts = planner.endedCounts(of: job)
        return counts.succeeded + counts.failed + counts.cancelled + counts.skipped == counts.total
    }

    private func post(
        _ dialect: QCGDialect, _ reply: @escaping Reply,
        facts: @escaping @Sendable (Planner, Instant) throws(Refusal) -> [Fact],
        answer: @escaping @Sendable () -> String
    ) {
        let change = Change(facts: facts) { result in
            switch result {
            case .success: reply(Answer(text: answer()))
            case .failure(let refusal):
                reply(Answer(text: QCGRequestProblem(refusal, dialect: dialect).reply))
            }
        }
        if !mailbox.post(change) { reply(Answer(text: QCGRequestProblem.stopped.reply)) }
    }
}
