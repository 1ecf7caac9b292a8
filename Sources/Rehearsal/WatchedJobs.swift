import Model

/// The jobs as their facts told of them, kept apart from the planner that is being checked.
struct WatchedJobs {
    private var jobs: [Job] = []
    private var dependencies: [[(Dependency, JobIdentifier)]] = []
    private var names: [String: JobIdentifier] = [:]
    private var paused: Set<JobIdentifier> = []
    private var frozen: Set<JobIdentifier> = []
    private var removed: Set<JobIdentifier> = []

    subscript(job: JobIdentifier) -> Job { jobs[job.number] }

    func indices(of job: JobIdentifier) -> Range<Int> { jobs[job.number].iterations.indices }
    func isPaused(_ job: JobIdentifier) -> Bool { paused.contains(job) }
    func isFrozen(_ job: JobIdentifier) -> Bool { frozen.contains(job) }
    func isRemoved(_ job: JobIdentifier) -> Bool { removed.contains(job) }
    func dependencies(of job: JobIdentifier) -> [(Dependency, JobIdentifier)] { dependencies[job.number] }

    mutating func submit(_ batch: [Job]) {
        for job in batch {
            names[job.name] = JobIdentifier(jobs.count)
            jobs.append(job)
        }
        for job in batch {
            dependencies.append(job.dependencies.compactMap { one in names[one.job].map { (one, $0) } })
        }
    }

    mutating func pause(_ some: [JobIdentifier], _ isPaused: Bool) {
        if isPaused { paused.formUnion(some) } else { paused.subtract(some) }
        if !isPaused { frozen.subtract(some) }
    }

    mutating func freeze(_ some: [JobIdentifier]) {
        pause(some, true)
        frozen.formUnion(some)
    }

    mutating func change(_ job: JobIdentifier, _ change: JobChange) {
        jobs[job.number] = jobs[job.number].changed(by: change)
    }

    mutating func remove(_ some: [JobIdentifier]) {
        removed.formUnion(some)
        for job in some where names[jobs[job.number].name] == job { names[jobs[job.number].name] = nil }
    }
}
