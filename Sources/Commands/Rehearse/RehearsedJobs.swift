internal import Dialects
internal import Model
internal import Posix
internal import Rehearsal

/// Job files as a workload: all of them arrive at once, and the rest is for the planner.
enum RehearsedJobs {
    static func read(_ options: RehearseOptions, on nodes: [Node]) throws -> RehearsedWorkload {
        let moment = SubmissionMoment.now()
        let files = try JobFile.read(options.files, context: moment)
        let times = try KnownTimes(options)
        let jobs = files.flatMap(\.document.jobs).map { $0.belonging(to: Process.userName) }
        try times.check(jobs.map(\.name), "job")
        var arrivals: [WorkloadRehearsal.Arrival] = []
        for job in jobs {
            guard let arrival = times.arrival(of: job, at: moment.now) else {
                throw TraceFile.refusal(
                    options.files.joined(separator: ", "),
                    "does not say how long job \"\(job.name)\" runs\(times.ignorance(of: job))",
                    "Give it \"expect\", name a file with --run-times, or a record or a profile with --profile.")
            }
            arrivals.append(arrival)
        }
        do throws(Refusal) {
            try WorkloadRehearsal.check(arrivals, on: nodes)
        } catch {
            throw JobFile.placed(error, in: files)
        }
        return RehearsedWorkload(name: options.files.joined(separator: ", "), arrivals: arrivals)
    }
}
