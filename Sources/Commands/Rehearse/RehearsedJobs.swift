internal import Dialects
internal import Model
internal import Posix
internal import Rehearsal
internal import Service

/// Job files as a workload: all of them arrive at once, and the rest is for the planner.
enum RehearsedJobs {
    static func read(_ options: RehearseOptions, on nodes: [Node]) throws -> RehearsedWorkload {
        let moment = SubmissionMoment.now()
        let files = try JobFile.read(options.files, context: moment)
        let spoken = try options.runTimesPath.map(runTimes)
        let learned = try options.profilePath.map(profile) ?? [:]
        let jobs = files.flatMap(\.document.jobs).map { $0.belonging(to: Process.userName) }
        if let spoken { try check(spoken, jobs) }
        var arrivals: [WorkloadRehearsal.Arrival] = []
        for job in jobs {
            let known = spoken?[job.name] ?? learned[job.name] ?? job.request.expectedTime ?? job.request.wallTime
            guard let runTime = known else {
                throw TraceFile.refusal(
                    options.files.joined(separator: ", "), "does not say how long job \"\(job.name)\" runs",
                    "Give it \"expect\", name a file with --run-times, or a record with --profile.")
            }
            let isPaced = job.request.isMalleable
            arrivals.append(
                WorkloadRehearsal.Arrival(
                    job: job, at: moment.now, runTime: min(runTime, job.request.wallTime ?? runTime),
                    speed: isPaced ? .linear : .fixed))
        }
        do throws(Refusal) {
            try WorkloadRehearsal.check(arrivals, on: nodes)
        } catch {
            throw JobFile.placed(error, in: files)
        }
        return RehearsedWorkload(name: options.files.joined(separator: ", "), arrivals: arrivals)
    }

    /// `{"mesh": "20min", "solve": "2h"}`
    private static func runTimes(_ path: String) throws -> [String: Duration] {
        let root = try JSONReader.read(JobFile.content(of: path), document: path).root
        var times: [String: Duration] = [:]
        for member in try root.object() { times[member.name] = try member.value.read(Durations.read) }
        return times
    }

    private static func check(_ times: [String: Duration], _ jobs: [Job]) throws(Refusal) {
        let names = jobs.map(\.name)
        for name in times.keys.sorted() where !names.contains(name) {
            let near = NearestName.nearest(to: name, among: names).map { "Did you mean \"\($0)\"?" }
            throw TraceFile.refusal(
                "--run-times", "speaks of job \"\(name)\", which no file has", near ?? "Remove it.")
        }
    }

    /// What jobs of these names took on the mean in the last run of a state folder.
    private static func profile(_ path: String) throws -> [String: Duration] {
        guard let record = try RunShelf(statePath: path, directory: ".").run(nil) else {
            throw TraceFile.refusal(path, "holds no run", "Name a state folder: .rota, or what --state says.")
        }
        var times: [String: Duration] = [:]
        for job in try record.outline().history.present where job.measured > 0 { times[job.job.name] = job.mean }
        return times
    }
}
