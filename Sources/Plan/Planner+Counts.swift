package import Model

extension Planner {
    /// How many tasks of a job wait for nothing but capacity.
    ///
    /// - Cost: O(1), and the amounts of memory its retries ask for.
    package func readyCount(of job: JobIdentifier) -> Int {
        guard state.jobs.indices.contains(job.number) else { return 0 }
        let job = state.jobs[job.number]
        return job.ready.count + job.grown.values.reduce(0) { $0 + $1.count }
    }
}
