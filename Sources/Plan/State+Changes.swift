import Model

/// What people do to jobs that were submitted before.
extension Planner.State {
    mutating func pause(_ identifiers: [JobIdentifier], _ isPaused: Bool) -> Bool {
        guard identifiers.allSatisfy({ jobs.indices.contains($0.number) }) else { return false }
        for identifier in identifiers where jobs[identifier.number].isPaused != isPaused {
            leaveService(identifier)
            jobs[identifier.number].isPaused = isPaused
            enterService(identifier)
        }
        if !isPaused { for identifier in identifiers { jobs[identifier.number].isFrozen = false } }
        return true
    }

    /// Pauses, with what runs of them.
    mutating func freeze(_ identifiers: [JobIdentifier]) -> Bool {
        guard pause(identifiers, true) else { return false }
        for identifier in identifiers { jobs[identifier.number].isFrozen = true }
        return true
    }

    mutating func change(_ identifier: JobIdentifier, by change: JobChange) -> Bool {
        let number = identifier.number
        guard jobs.indices.contains(number) else { return false }
        leaveService(identifier)
        jobs[number].job = jobs[number].job.changed(by: change)
        rank(number)
        jobs[number].requestClass = nil
        enterService(identifier)
        return true
    }

    /// From now on jobs are served by another policy's order, those that wait as well.
    mutating func serve(by policy: Policy) {
        guard policy.order != order || policy.expectation != expectation else { return }
        order = policy.order
        expectation = policy.expectation
        for number in jobs.indices {
            leaveService(JobIdentifier(number))
            rank(number)
            enterService(JobIdentifier(number))
        }
    }

    /// Finds a job its place among all, by what is known now.
    private mutating func rank(_ number: Int) {
        let job = jobs[number]
        jobs[number].standing = JobState.standing(
            of: job.job, submittedAt: job.submittedAt, order, expected: expectedTime(of: job.job))
    }

    /// Forgets what jobs were; what their tasks came to is kept, a few bits each, for others that ask for it.
    mutating func remove(_ identifiers: [JobIdentifier]) -> Bool {
        guard identifiers.allSatisfy({ jobs.indices.contains($0.number) }) else { return false }
        for identifier in identifiers where !jobs[identifier.number].isRemoved {
            let number = identifier.number
            if names[jobs[number].job.name] == identifier { names[jobs[number].job.name] = nil }
            jobs[number].job = Self.nobodysJob
            jobs[number].isRemoved = true
            jobs[number].dependedOn = []
            jobs[number].parents = []
            jobs[number].dependants = []
            jobs[number].iterationDependants = [:]
            jobs[number].trouble = [:]
        }
        return true
    }

    /// Stands where a job was removed, or lost with a part of the record.
    static var nobodysJob: Job {
        var job = Job(name: "", command: Command(action: .script("")))
        job.iterations = Iterations(range: 0..<0)
        return job
    }
}
