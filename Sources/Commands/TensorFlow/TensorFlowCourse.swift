internal import Dialects
internal import Model
internal import Service
internal import Watch

/// What comes to the run of one execution: its requests at their moments, and the gate that memory closes.
///
/// It hears what became of the containers, since an update of one that has ended means nothing.
final class TensorFlowCourse: RunCourse {
    private(set) var chronicle: TensorFlowChronicle
    private let workload: TensorFlowWorkload
    private let user: String
    /// Before the first request.
    private let rest: Duration
    private var gate: MemoryGate?
    private let tell: (String) -> Void
    private var beganAt: Instant?
    private var made = 0
    private var containers = 0
    private var jobs: [Int: JobIdentifier] = [:]
    /// None: nobody inside the containers is heard.
    private var clients: Clients?
    /// Those that are being stopped to be started again, by their numbers.
    private var restarting: Set<Int> = []
    private var restarts: [Int: Int] = [:]

    // 5: as often as what is lost is tried again.
    private static let mostRestarts = 5

    /// Those inside the containers, as far as it matters here.
    struct Clients {
        /// Called with those that run, whenever something of them may have changed.
        var know: ([TensorFlowClients.Standing]) -> Void
        /// What has become known since the last time.
        var takeVerdicts: () -> [TensorFlowClients.Verdict]
    }

    /// - Parameter user: whose the containers are; empty: nobody's.
    /// - Parameter tell: for the person who waits.
    init(
        _ workload: TensorFlowWorkload, user: String = "", rest: Duration, gate: MemoryGate?,
        tell: @escaping (String) -> Void
    ) {
        self.workload = workload
        self.user = user
        self.rest = rest
        self.gate = gate
        self.tell = tell
        chronicle = TensorFlowChronicle(workload.requests, mostCores: workload.widest)
    }

    /// From now on it judges containers by what their clients say.
    func hear(_ clients: Clients) { self.clients = clients }

    func recorded(_ facts: [Fact]) {
        for fact in facts { chronicle.take(fact) }
        clients?.know(
            chronicle.present.map {
                TensorFlowClients.Standing(
                    container: $0.container, attempt: $0.attempt, cores: $0.cores, isPaused: $0.isPaused)
            })
    }

    // Without a gate to be opened, what was asked for needs nobody any more.
    var isOver: Bool {
        made == workload.requests.count && !isGateNeeded && restarting.isEmpty
            && (clients == nil || chronicle.stories.allSatisfy { $0.finishedAt != nil })
    }

    var wakeAt: Instant? {
        guard let beganAt else { return .zero }
        let next = made < workload.moments.count ? beganAt + workload.moments[made] : nil
        let look = isGateNeeded ? gate?.looksAt : nil
        let restart = restarting.isEmpty ? nil : beganAt
        return [next, look, restart].compactMap { $0 }.min()
    }

    private var isGateNeeded: Bool {
        guard let gate else { return false }
        return gate.isClosed || containers > chronicle.stories.count
            || chronicle.stories.contains { $0.state == .waiting }
    }

    func facts(jobCount: Int, at now: Instant) -> [Fact] {
        let begin = beganAt ?? now + rest
        beganAt = begin
        var facts: [Fact] = []
        var jobCount = jobCount
        while made < workload.requests.count, begin + workload.moments[made] <= now {
            let request = workload.requests[made]
            made += 1
            switch request.kind {
            case .execution:
                let job = workload.job(request, position: containers).belonging(to: user)
                containers += 1
                jobs[request.instance] = JobIdentifier(jobCount)
                facts.append(.jobsSubmitted(first: JobIdentifier(jobCount), jobs: [job], at: now))
                jobCount += 1
            case .update: facts += update(request, at: now)
            }
        }
        facts += clientFacts(at: now)
        guard isGateNeeded else { return facts }
        // Before what it is for.
        return (gate?.look(at: now, tell) ?? []) + facts
    }

    /// Stops whose client is dead or says that it failed, and starts the dead again when they have ended.
    private func clientFacts(at now: Instant) -> [Fact] {
        var facts: [Fact] = []
        for verdict in clients?.takeVerdicts() ?? [] {
            let container = verdict.container
            guard let job = jobs[container], !restarting.contains(container) else { continue }
            let isDead = verdict.verdict == .dead && restarts[container, default: 0] < Self.mostRestarts
            let what = verdict.verdict == .dead ? "does not answer" : "says that it can't go on"
            tell("instance\(container) \(what); it is stopped\(isDead ? " and started again" : "").")
            facts.append(.tasksCancelled(TaskRange(job: job, iterations: 0..<1), at: now))
            if isDead {
                restarting.insert(container)
                restarts[container, default: 0] += 1
            }
        }
        for story in chronicle.stories where restarting.contains(story.request.instance) {
            guard story.finishedAt != nil, let job = jobs[story.request.instance] else { continue }
            restarting.remove(story.request.instance)
            facts.append(.tasksRetried(TaskRange(job: job, iterations: 0..<1), at: now))
        }
        return facts
    }

    private func update(_ request: TensorFlowRequest, at now: Instant) -> [Fact] {
        guard let job = jobs[request.instance] else { return [] }
        if chronicle.stories.contains(where: { $0.request.instance == request.instance && $0.finishedAt != nil }) {
            tell("\(request.name) has ended; its update to \(Wording.count(request.threads, "thread")) comes too late.")
            return []
        }
        return [.jobChanged(job, workload.change(request), at: now)]
    }
}
