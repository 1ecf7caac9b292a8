import Model

extension Planner.State {
    mutating func submit(_ batch: [Job], first: JobIdentifier, key: String, at: Instant) -> Bool {
        pass(jobs: first.number, attempts: 0)
        guard jobs.count == first.number else { return false }
        for job in batch {
            names[job.name] = JobIdentifier(jobs.count)
            jobs.append(JobState(job: job, submittedAt: at, order: order, expected: expectedTime(of: job)))
            guard triesKindsOut else { continue }
            join(jobs.count - 1, at: at)
            rank(jobs.count - 1)
        }
        keys.insert(key, first.number..<jobs.count)
        for number in first.number..<jobs.count { connect(number) }
        for number in first.number..<jobs.count where jobs[number].isOpen { open(JobIdentifier(number)) }
        return true
    }

    /// Numbers that were given to what the record does not tell of, since a frame was lost or the job was removed, stay
    /// taken by jobs that have nothing to do.
    mutating func pass(jobs count: Int, attempts: Int) {
        while jobs.count < count {
            var nobody = JobState(job: Self.nobodysJob, submittedAt: .zero, order: order, expected: .zero)
            nobody.isRemoved = true
            jobs.append(nobody)
            endedJobs += 1
        }
        nextAttempt = max(nextAttempt, AttemptIdentifier(attempts))
    }

    /// Ties a job to those it depends on.
    private mutating func connect(_ number: Int) {
        let waiting = JobIdentifier(number)
        for dependency in jobs[number].job.dependencies {
            jobs[number].dependedOn.append(names[dependency.job])
            guard let other = names[dependency.job] else { continue }
            var edge = JobState.Dependant(job: waiting, condition: dependency.condition)
            switch dependency.scope {
            case .sameIteration:
                edge.sameIteration = true
                jobs[number].parents.append(JobState.Parent(job: other, condition: dependency.condition))
                jobs[other.number].dependants.append(edge)
                for iteration in jobs[number].indices where isDoomed(iteration, by: other, dependency.condition) {
                    doom(TaskRange(job: waiting, iterations: iteration..<iteration + 1), because: other, iteration)
                }
            case .job:
                if dependency.condition == .end ? jobs[other.number].hasEnded : jobs[other.number].hasSucceeded {
                    edge.isMet = true
                } else {
                    jobs[number].unmet += 1
                    if dependency.condition == .success, let iteration = jobs[other.number].firstUnsuccessful {
                        doomWhole(waiting, because: other, iteration)
                    }
                }
                jobs[other.number].dependants.append(edge)
            case .iteration(let iteration):
                if isMet(iteration, of: other, dependency.condition) {
                    edge.isMet = true
                } else {
                    jobs[number].unmet += 1
                    if isDoomed(iteration, by: other, dependency.condition) {
                        doomWhole(waiting, because: other, iteration)
                    }
                }
                jobs[other.number].iterationDependants[iteration, default: []].append(edge)
            }
        }
    }

    /// Makes ready what of a job waits for nothing any more.
    mutating func open(_ identifier: JobIdentifier) {
        let number = identifier.number
        if jobs[number].parents.isEmpty, jobs[number].endedCount == 0, jobs[number].trouble.isEmpty {
            makeReady(TaskRange(job: identifier, iterations: jobs[number].indices))
            return
        }
        let job = jobs[number]
        for iteration in job.indices where !job.hasEnded(iteration) && areParentsMet(iteration, of: identifier) {
            makeReady(TaskRange(job: identifier, iterations: iteration..<iteration + 1))
        }
    }

    func areParentsMet(_ iteration: Int, of identifier: JobIdentifier) -> Bool {
        jobs[identifier.number].parents.allSatisfy { isMet(iteration, of: $0.job, $0.condition) }
    }

    private func isMet(_ iteration: Int, of other: JobIdentifier, _ condition: Dependency.Condition) -> Bool {
        let other = jobs[other.number]
        return condition == .end ? other.hasEnded(iteration) : other.succeeded.contains(iteration)
    }

    private func isDoomed(_ iteration: Int, by other: JobIdentifier, _ condition: Dependency.Condition) -> Bool {
        let other = jobs[other.number]
        return condition == .success && other.hasEnded(iteration) && !other.succeeded.contains(iteration)
    }

    /// Tells everyone who waits for it that a task has ended; its job's sets already say so.
    mutating func announceEnd(of task: TaskIdentifier, succeeded: Bool) {
        let number = task.job.number
        if !jobs[number].iterationDependants.isEmpty,
            let edges = jobs[number].iterationDependants[task.iteration]
        {
            for position in edges.indices where !edges[position].isMet {
                if succeeded || edges[position].condition == .end {
                    jobs[number].iterationDependants[task.iteration]?[position].isMet = true
                    meetOne(of: edges[position].job)
                } else {
                    doomWhole(edges[position].job, because: task.job, task.iteration)
                }
            }
        }
        let hasEnded = jobs[number].hasEnded
        if hasEnded { endedJobs += 1 }
        for position in jobs[number].dependants.indices {
            announce(task, succeeded: succeeded, jobHasEnded: hasEnded, toDependantAt: position)
        }
    }

    private mutating func announce(
        _ task: TaskIdentifier, succeeded: Bool, jobHasEnded: Bool, toDependantAt position: Int
    ) {
        let number = task.job.number
        let edge = jobs[number].dependants[position]
        let isGood = succeeded || edge.condition == .end
        if edge.sameIteration {
            guard jobs[edge.job.number].indices.contains(task.iteration) else { return }
            let one = TaskRange(job: edge.job, iterations: task.iteration..<task.iteration + 1)
            guard isGood else { return doom(one, because: task.job, task.iteration) }
            let waiting = jobs[edge.job.number]
            guard waiting.isOpen, !waiting.hasEnded(task.iteration), areParentsMet(task.iteration, of: edge.job),
                !waiting.ready.contains(task.iteration)
            else { return }
            makeReady(one)
        } else if !isGood {
            doomWhole(edge.job, because: task.job, task.iteration)
        } else if jobHasEnded, !edge.isMet, edge.condition == .end || jobs[number].hasSucceeded {
            jobs[number].dependants[position].isMet = true
            meetOne(of: edge.job)
        }
    }

    private mutating func meetOne(of waiting: JobIdentifier) {
        jobs[waiting.number].unmet -= 1
        if jobs[waiting.number].isOpen { open(waiting) }
    }

    private mutating func doomWhole(_ waiting: JobIdentifier, because other: JobIdentifier, _ iteration: Int) {
        guard !jobs[waiting.number].isDoomed else { return }
        jobs[waiting.number].isDoomed = true
        doom(TaskRange(job: waiting, iterations: jobs[waiting.number].indices), because: other, iteration)
    }

    private mutating func doom(_ tasks: TaskRange, because other: JobIdentifier, _ iteration: Int) {
        // What it depended on was tried again and failed once more: that is nobody's affair any more.
        guard !jobs[tasks.job.number].isRemoved else { return }
        if var last = doomed.last, last.tasks.job == tasks.job, last.because.job == other,
            last.tasks.iterations.upperBound == tasks.iterations.lowerBound
        {
            last.tasks.iterations = last.tasks.iterations.lowerBound..<tasks.iterations.upperBound
            doomed.replaceLast(last)
        } else {
            doomed.append(
                Planner.Doomed(tasks: tasks, because: TaskIdentifier(job: other, iteration: iteration)))
        }
    }

    /// Failed, skipped and cancelled tasks start anew.
    mutating func retry(_ identifier: JobIdentifier) -> Bool {
        let number = identifier.number
        guard jobs.indices.contains(number), !jobs[number].isRemoved else { return false }
        guard jobs[number].endedCount > jobs[number].succeeded.count else { return true }
        if jobs[number].hasEnded { endedJobs -= 1 }
        let indices = jobs[number].indices
        let again =
            (jobs[number].failed.members(in: indices) + jobs[number].cancelled.members(in: indices)
            + jobs[number].skipped.members(in: indices)).sorted()
        jobs[number].failed = IterationSet(base: indices.lowerBound)
        jobs[number].cancelled = IterationSet(base: indices.lowerBound)
        jobs[number].skipped = IterationSet(base: indices.lowerBound)
        jobs[number].cancelling = IterationSet(base: indices.lowerBound)
        beginAgain(again, of: identifier)
        return true
    }

    /// The same for some of a job's tasks.
    mutating func retry(_ tasks: TaskRange) -> Bool {
        let number = tasks.job.number
        guard jobs.indices.contains(number), !jobs[number].isRemoved else { return false }
        let range = tasks.iterations.clamped(to: jobs[number].indices)
        let again = range.filter { jobs[number].hasEnded($0) && !jobs[number].succeeded.contains($0) }
        guard !again.isEmpty else { return true }
        if jobs[number].hasEnded { endedJobs -= 1 }
        for iteration in range {
            jobs[number].failed.remove(iteration)
            jobs[number].cancelled.remove(iteration)
            jobs[number].skipped.remove(iteration)
            jobs[number].cancelling.remove(iteration)
        }
        beginAgain(again, of: tasks.job)
        return true
    }

    private mutating func beginAgain(_ again: [Int], of identifier: JobIdentifier) {
        let number = identifier.number
        jobs[number].isDoomed = false
        for iteration in again {
            jobs[number].trouble[iteration] = nil
            let one = TaskRange(job: identifier, iterations: iteration..<iteration + 1)
            for parent in jobs[number].parents where isDoomed(iteration, by: parent.job, parent.condition) {
                doom(one, because: parent.job, iteration)
            }
            if jobs[number].isOpen, areParentsMet(iteration, of: identifier) { makeReady(one) }
        }
        doomAgain(identifier)
    }

    /// A job started anew can still not run while what it depends on has failed.
    private mutating func doomAgain(_ waiting: JobIdentifier) {
        let job = jobs[waiting.number]
        for (dependency, other) in zip(job.job.dependencies, job.dependedOn) where dependency.condition == .success {
            guard let other else { continue }
            switch dependency.scope {
            case .sameIteration: continue
            case .job:
                guard let iteration = jobs[other.number].firstUnsuccessful else { continue }
                doomWhole(waiting, because: other, iteration)
            case .iteration(let iteration):
                guard isDoomed(iteration, by: other, .success) else { continue }
                doomWhole(waiting, because: other, iteration)
            }
        }
    }
}
