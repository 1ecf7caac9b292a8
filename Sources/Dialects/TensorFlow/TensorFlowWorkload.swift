package import Model

/// The requests of one execution, as jobs and changes of them.
package struct TensorFlowWorkload: Sendable, Hashable {
    package let requests: [TensorFlowRequest]
    /// When each is made, counted from the start.
    package let moments: [Duration]
    private let scheduling: TensorFlowScheduling
    private let surroundings: TensorFlowSurroundings
    /// The widest that a container may become, save under STRICT.
    private let mostCores: Int
    /// From which it is known how long containers run; none: nobody said.
    private let profile: RunTimeProfile?
    /// What the profile calls those containers that it knows, by their numbers.
    private let kinds: [Int: String]
    /// The widest that a container can become here.
    package let widest: Int

    /// - Parameter machine: its cores.
    package init(
        _ requests: [TensorFlowRequest], _ waiting: TensorFlowWaiting, _ scheduling: TensorFlowScheduling,
        _ surroundings: TensorFlowSurroundings, mostCores: Int?, machine: Int, profile: RunTimeProfile? = nil
    ) {
        self.requests = requests
        moments = waiting.moments(of: requests)
        self.scheduling = scheduling
        self.surroundings = surroundings
        self.mostCores = max(1, mostCores ?? machine)
        widest = scheduling.assignment == .strict ? machine : min(self.mostCores, machine)
        self.profile = profile
        var kinds: [Int: String] = [:]
        for request in requests where request.kind == .execution {
            kinds[request.instance] = profile?.kind(of: request, model: surroundings.model)
        }
        self.kinds = kinds
    }

    /// The first so many containers of a file, with what concerns them; none when the file has fewer.
    package static func first(_ count: Int, of lines: [TensorFlowRequestsFile.Line]) -> [TensorFlowRequestsFile.Line]? {
        let executions = lines.filter { $0.request.kind == .execution }.prefix(count)
        guard executions.count == count else { return nil }
        let chosen = Set(executions.map(\.request.instance))
        return lines.filter { chosen.contains($0.request.instance) }
    }

    /// The line that asks for more threads than the machine has, where only as many will do.
    package static func refusal(
        of lines: [TensorFlowRequestsFile.Line], _ scheduling: TensorFlowScheduling, machine: Int, document: String
    ) -> Refusal? {
        guard scheduling.assignment == .strict, let line = lines.first(where: { $0.request.threads > machine }) else {
            return nil
        }
        let cores = machine == 1 ? "1 core" : "\(machine) cores"
        return .document(
            DocumentProblem(
                document: document, line: line.number, path: "threads",
                problem: "is \(line.request.threads); the machine lends \(cores), and strict gives all or nothing",
                remedy: "Lower it, or choose the assignment max_prop or always_attend."))
    }

    /// The container that a request asks for.
    ///
    /// - Parameter position: among the containers, from 0.
    package func job(_ request: TensorFlowRequest, position: Int) -> Job {
        var job = Job(name: request.name, command: surroundings.command(request, position: position))
        job.request = Request(cores: cores(request.threads))
        job.request.preferredCores = preferred(request.threads)
        job.request.isMalleable = true
        job.request.askForContainer()
        // Larger goes first with us.
        job.priority = -request.priority
        job.kind = kinds[request.instance] ?? surroundings.model
        job.request.expectedTime = expectedTime(request)
        return job
    }

    package func change(_ request: TensorFlowRequest) -> JobChange {
        JobChange(
            cores: cores(request.threads), preferredCores: preferred(request.threads),
            expectedTime: expectedTime(request))
    }

    /// How long a container of the profile runs on each number of cores; none: nobody knows.
    package func runTimes(_ request: TensorFlowRequest) -> RunTimesByWidth? {
        kinds[request.instance].flatMap { profile?[$0] }
    }

    /// On the cores it asks for: how many it will have is not known before it starts, and may change.
    package func expectedTime(_ request: TensorFlowRequest) -> Duration? {
        runTimes(request)?.time(on: preferred(request.threads))
    }

    private func cores(_ threads: Int) -> ClosedRange<Cores> {
        scheduling.assignment == .strict ? Cores(threads)...Cores(threads) : .one...Cores(mostCores)
    }

    private func preferred(_ threads: Int) -> Cores {
        scheduling.assignment == .strict ? Cores(threads) : Cores(min(threads, mostCores))
    }
}
