internal import Dialects
internal import Model
internal import Posix
internal import Rehearsal

/// A requests file of the TensorFlow scheduler as a workload: its containers are asked for at their moments, and later
/// other widths for them.
enum RehearsedRequests {
    static func read(_ options: RehearseOptions, on nodes: [Node]) throws -> RehearsedWorkload {
        let path = options.files[0]
        let lines = try TensorFlowRequestsFile.read(JobFile.content(of: path), name: path)
        let times = try KnownTimes(options)
        let workload = TensorFlowWorkload(
            lines.map(\.request), options.waiting ?? .next, TensorFlowScheduling(assignment: .alwaysAttend),
            TensorFlowSurroundings(model: "", version: .malleable, volumes: []), mostCores: options.widest,
            machine: nodes.map(\.cores.count).max() ?? 1, profile: times.profile)
        try times.check(lines.map(\.request.name), "container")
        var played = RehearsedWorkload(name: path, arrivals: [])
        var positions: [Int: Int] = [:]
        for (line, moment) in zip(lines, workload.moments) {
            let request = line.request
            let at = Instant.zero + moment
            if let position = positions[request.instance] {
                played.changes.append(.init(job: position, change: workload.change(request), at: at))
                continue
            }
            positions[request.instance] = played.arrivals.count
            guard let arrival = arrival(request, workload, times, at: at) else {
                throw refusal(of: line, times, document: path)
            }
            played.arrivals.append(arrival)
        }
        try WorkloadRehearsal.check(played.arrivals, on: nodes)
        return played
    }

    /// None: nobody says how long it runs.
    private static func arrival(
        _ request: TensorFlowRequest, _ workload: TensorFlowWorkload, _ times: KnownTimes, at: Instant
    ) -> WorkloadRehearsal.Arrival? {
        var job = workload.job(request, position: 0).belonging(to: Process.userName)
        job.command = Command(action: .script(""))
        // No engine is needed where nothing is run.
        job.request.named = []
        guard times.time(of: job) == nil, let measured = workload.runTimes(request) else {
            job.request.expectedTime = times.time(of: job)
            return times.arrival(of: job, at: at)
        }
        return times.arrival(of: job, at: at, measured)
    }

    private static func refusal(
        of line: TensorFlowRequestsFile.Line, _ times: KnownTimes, document: String
    ) -> Refusal {
        times.profile?.refusal(of: [line], model: "", document: document)
            ?? TraceFile.refusal(
                document, line: line.number, "does not say how long \(line.request.name) runs",
                "Name a profile of its kind with --profile, or a file that says it with --run-times.")
    }
}
