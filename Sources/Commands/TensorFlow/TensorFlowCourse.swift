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
    /// Before the first request.
    private let rest: Duration
    private var gate: MemoryGate?
    private let tell: (String) -> Void
    private var beganAt: Instant?
    private var made = 0
    private var containers = 0
    private var jobs: [Int: JobIdentifier] = [:]

    /// - Parameter tell: for the person who waits.
    init(_ workload: TensorFlowWorkload, rest: Duration, gate: MemoryGate?, tell: @escaping (String) -> Void) {
        self.workload = workload
        self.rest = rest
        self.gate = gate
        self.tell = tell
        chronicle = TensorFlowChronicle(workload.requests)
    }

    func recorded(_ facts: [Fact]) { for fact in facts { chronicle.take(fact) } }

    // Without a gate to be opened, what was asked for needs nobody any more.
    var isOver: Bool { made == workload.requests.count && !isGateNeeded }

    var wakeAt: Instant? {
        guard let beganAt else { return .zero }
        let next = made < workload.moments.count ? beganAt + workload.moments[made] : nil
        let look = isGateNeeded ? gate?.looksAt : nil
        return [next, look].compactMap { $0 }.min()
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
                let job = workload.job(request, position: containers)
                containers += 1
                jobs[request.instance] = JobIdentifier(jobCount)
                facts.append(.jobsSubmitted(first: JobIdentifier(jobCount), jobs: [job], at: now))
                jobCount += 1
            case .update: facts += update(request, at: now)
            }
        }
        guard isGateNeeded else { return facts }
        // Before what it is for.
        return (gate?.look(at: now, tell) ?? []) + facts
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
