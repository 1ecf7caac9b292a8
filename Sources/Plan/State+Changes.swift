import Model

/// What people do to jobs that were submitted before.
extension Planner.State {
    mutating func pause(_ identifiers: [JobIdentifier], _ isPaused: Bool) -> Bool {
        guard identifiers.allSatisfy({ jobs.indices.contains($0.number) }) else { return false }
        for identifier in identifiers { jobs[identifier.number].isPaused = isPaused }
        return true
    }

    mutating func change(_ identifier: JobIdentifier, by change: JobChange) -> Bool {
        guard jobs.indices.contains(identifier.number) else { return false }
        jobs[identifier.number].job = jobs[identifier.number].job.changed(by: change)
        return true
    }

    mutating func remove(_ identifiers: [JobIdentifier]) -> Bool {
        guard identifiers.allSatisfy({ jobs.indices.contains($0.number) }) else { return false }
        for identifier in identifiers {
            let name = jobs[identifier.number].job.name
            if names[name] == identifier { names[name] = nil }
            jobs[identifier.number].isRemoved = true
        }
        return true
    }
}
