internal import Dialects
internal import Model
internal import Rehearsal

/// What is played, wherever it came from.
struct RehearsedWorkload {
    /// What it is called before its numbers: a file's name, a description's with its seed.
    var name: String
    var arrivals: [WorkloadRehearsal.Arrival]
    var changes: [WorkloadRehearsal.Change] = []
    /// Its jobs' numbers in a schedule; none: they are numbered from 1.
    var numbers: [Int]?
    var skipped = 0
    var brokenCount = 0
    /// The machine that it brings along; none: it must be said.
    var nodes: [Node]?

    /// As many processors as a trace's jobs ask for, spread over as few nodes as hold them.
    static func of(_ trace: WorkloadTrace, path: String, on nodes: [Node]) throws(Refusal) -> RehearsedWorkload {
        let largest = nodes.map(\.cores.count).max() ?? 0
        let total = nodes.reduce(0) { $0 + $1.cores.count }
        let wide = nodes.count { $0.cores.count == largest }
        for job in trace.jobs where job.processors > largest {
            let most = nodes.count == 1 ? total : wide * largest
            guard job.processors <= most else {
                throw TraceFile.refusal(
                    path, "asks for \(job.processors) processors in job \(job.number); the machine has \(most)",
                    nodes.count == 1
                        ? "Give it as many: --procs \(job.processors)."
                        : "Jobs of several nodes take the largest ones; give it more of them with --nodes.")
            }
        }
        var workload = RehearsedWorkload(
            name: path, arrivals: trace.jobs.enumerated().map { $1.arrival(number: $0, nodeSize: largest) })
        workload.numbers = trace.jobs.map(\.number)
        workload.skipped = trace.skipped
        workload.brokenCount = trace.brokenCount
        workload.nodes = nodes
        return workload
    }

    /// Its schedule in the Standard Workload Format.
    ///
    /// - Parameter played: under one policy.
    func schedule(_ played: [PlayedTask]) -> String {
        var text = "; Version: 2.2\n; MaxJobs: \(played.count)\n; Note: a schedule made by rota rehearse\n"
        // Dates of job files are dates of our calendar; a trace begins at 0.
        let begin = numbers == nil ? arrivals.first?.at ?? .zero : .zero
        for (position, one) in played.sorted(by: { $0.task < $1.task }).enumerated() {
            let arrival = arrivals[one.task.job.number]
            let request = arrival.job.request
            let traced = TracedJob(
                number: numbers?[one.task.job.number] ?? position + 1,
                arrivesAt: Instant.zero + (one.arrivedAt - begin), runTime: one.runTime,
                estimate: request.wallTime ?? request.expectedTime ?? one.runTime,
                processors: max(1, one.width.touched))
            text += traced.scheduled(after: one.timeToFirstRun) + "\n"
        }
        return text
    }
}

extension TracedJob {
    fileprivate func arrival(number: Int, nodeSize: Int) -> WorkloadRehearsal.Arrival {
        var job = Job(name: "\(number)", command: Command(action: .script("")))
        let nodes = (processors + nodeSize - 1) / max(1, nodeSize)
        job.request = Request(cores: Cores((processors + nodes - 1) / max(1, nodes)))
        job.request.nodes = nodes...nodes
        job.request.wallTime = estimate
        job.request.expectedTime = estimate
        job.user = user
        job.kind = kind
        return WorkloadRehearsal.Arrival(job: job, at: arrivesAt, runTime: runTime)
    }
}
