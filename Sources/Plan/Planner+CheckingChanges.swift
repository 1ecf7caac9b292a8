import Model

extension Planner {
    /// Only what has ended, and nobody waits for, can be forgotten.
    func checkRemoval(of identifiers: [JobIdentifier]) throws(Refusal) {
        for identifier in identifiers {
            let job = try knownJob(identifier)
            guard job.hasEnded, job.moving.isEmpty else { throw .unendedJob(name: job.job.name) }
        }
        for identifier in identifiers {
            let job = state.jobs[identifier.number]
            let dependants = job.dependants + job.iterationDependants.values.joined()
            // The first of them, since a dictionary's order differs from process to process.
            let waiting = dependants.map(\.job).filter { !state.jobs[$0.number].hasEnded }.min()
            if let waiting { throw .neededJob(name: job.job.name, by: state.jobs[waiting.number].job.name) }
        }
    }

    func check(_ change: JobChange, of identifier: JobIdentifier) throws(Refusal) {
        let job = try knownJob(identifier).job
        if let cores = change.cores, cores.lowerBound <= .zero {
            throw .impossibleChange(job: job.name, problem: "it needs more than \(cores.lowerBound) cores")
        }
        let asked = change.cores ?? job.request.cores
        if let cores = change.preferredCores, !asked.contains(cores) {
            throw .impossibleChange(
                job: job.name,
                problem: "it prefers \(cores) cores, and asks for \(asked.lowerBound) to \(asked.upperBound)")
        }
        if let time = change.wallTime, time <= .zero {
            throw .impossibleChange(job: job.name, problem: "a wall time of \(time) leaves it no time")
        }
        if let time = change.expectedTime, time < .zero {
            throw .impossibleChange(job: job.name, problem: "nothing takes \(time)")
        }
        if configuration.refusesTooLarge { try check(job.changed(by: change).request, of: job.name) }
    }
}
