internal import Dialects
internal import Model
internal import Posix
internal import Rehearsal
internal import Service

/// How long work runs, by what the command line names beside it.
struct KnownTimes {
    /// What a file says of jobs by their names; none: there is no such file.
    private let spoken: [String: Duration]?
    /// What jobs of these names took on the mean in the last run of a state folder.
    private let learned: [String: Duration]
    /// What was measured of kinds of work at each width; none: there is no such file.
    let profile: RunTimeProfile?

    init(_ options: RehearseOptions) throws {
        spoken = try options.runTimesPath.map(Self.runTimes)
        let status = options.profilePath.flatMap { try? FileSystem.status(of: $0) }
        let file = status?.kind == .directory ? nil : options.profilePath
        let folder = status?.kind == .directory ? options.profilePath : nil
        profile = try file.map(ProfileFile.read)
        learned = try folder.map(Self.record) ?? [:]
    }

    /// Of a job by its name, on the cores that it asks for.
    func time(of job: Job) -> Duration? { spoken?[job.name] ?? learned[job.name] }

    /// A job that arrives and runs for as long as is known of it by its name, else of its kind, else as it says itself;
    /// none: nobody knows.
    func arrival(of job: Job, at instant: Instant) -> WorkloadRehearsal.Arrival? {
        if time(of: job) == nil, let measured = profile?[job.kind] {
            return arrival(of: job, at: instant, measured)
        }
        guard let time = time(of: job) ?? job.request.expectedTime ?? job.request.wallTime else { return nil }
        return WorkloadRehearsal.Arrival(
            job: job, at: instant, runTime: min(time, job.request.wallTime ?? time),
            speed: job.request.isMalleable ? .linear : .fixed)
    }

    /// One that is expected to run as was measured, unless it says something else itself.
    func arrival(of job: Job, at instant: Instant, _ measured: RunTimesByWidth) -> WorkloadRehearsal.Arrival {
        var arrival = WorkloadRehearsal.Arrival(job: job, at: instant, runTimes: measured)
        arrival.job.request.expectedTime = job.request.expectedTime ?? arrival.runTime
        arrival.runTime = min(arrival.runTime, job.request.wallTime ?? arrival.runTime)
        return arrival
    }

    /// In a sentence's end, why the profile says nothing of a job; empty: there is none, or the job has no kind.
    func ignorance(of job: Job) -> String {
        guard let profile, !job.kind.isEmpty else { return "" }
        return ", and \(profile.name) does not know its kind \"\(job.kind)\""
    }

    /// - Parameter what: the names stand for.
    /// - Throws: when a file speaks of a name that is none of these.
    func check(_ names: [String], _ what: String) throws(Refusal) {
        for name in (spoken ?? [:]).keys.sorted() where !names.contains(name) {
            let near = NearestName.nearest(to: name, among: names).map { "Did you mean \"\($0)\"?" }
            throw TraceFile.refusal(
                "--run-times", "speaks of \(what) \"\(name)\", which no file has", near ?? "Remove it.")
        }
    }

    /// `{"mesh": "20min", "solve": "2h"}`
    private static func runTimes(_ path: String) throws -> [String: Duration] {
        let root = try JSONReader.read(JobFile.content(of: path), document: path).root
        var times: [String: Duration] = [:]
        for member in try root.object() { times[member.name] = try member.value.read(Durations.read) }
        return times
    }

    private static func record(_ path: String) throws -> [String: Duration] {
        guard let record = try RunShelf(statePath: path, directory: ".").run(nil) else {
            throw TraceFile.refusal(path, "holds no run", "Name a state folder: .rota, or what --state says.")
        }
        var times: [String: Duration] = [:]
        for job in try record.outline().history.present where job.measured > 0 { times[job.job.name] = job.mean }
        return times
    }
}
