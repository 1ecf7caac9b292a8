import Model

@testable import Plan
@testable import Service

/// What a record says of all that is left: the planner's state and the history, but for what removed jobs were and for
/// the places where things are kept.
struct Remainder: Equatable {
    struct JobState: Equatable {
        var job: Job
        var submittedAt: Instant
        var standing: Int
        var isReleased: Bool
        var states: [TaskState?]
        var unmet: Int
        var dependedOn: [JobIdentifier?]
        var parents: [Plan.JobState.Parent]
        var dependants: [Plan.JobState.Dependant]
        var iterationDependants: [Int: [Plan.JobState.Dependant]]
        var ready: [Range<Int>]
        var grown: [Bytes: [Range<Int>]]
        var trouble: [Int: Plan.JobState.Trouble]
        var cancelling: [Int]
        var measured: Measure
        var isDoomed: Bool
        var isPaused: Bool
    }

    struct NodeState: Equatable {
        var node: Node
        var isLost: Bool
        var silentSince: Instant?
        var isDraining: Bool
        var free: [Int64]
        var memory: Bytes
    }

    struct Record: Equatable {
        var job: Job
        var counts: StateCounts
        var attempts: [Int]
        var times: [Duration]
        var moments: [Instant?]
        var states: [TaskState?]
    }

    var jobs: [Int: JobState] = [:]
    var nodes: [NodeState] = []
    var motion: [Int: Motion] = [:]
    var chains: [[AttemptIdentifier]] = []
    var names: [String: JobIdentifier] = [:]
    var keys: [String: [JobIdentifier]] = [:]
    var next: [Int] = []
    var isHeldBack = false
    var undecided: Line<Planner.Undecided>
    var doomed: Line<Planner.Doomed>
    var records: [Int: Record] = [:]
    var sessions: Sessions
    var nodeRecords: [NodeRecord] = []
    var members: [OpenAttempts.Member] = []
    /// Facts about what nobody knows.
    var strangers = 0

    init(of facts: [Fact]) {
        var planner = Planner()
        var history = History()
        var batches: [String] = []
        for fact in facts {
            if !planner.apply(fact) { strangers += 1 }
            history.take(fact)
            if case .jobsSubmitted(_, _, let key, _) = fact { batches.append(key) }
        }
        strangers += history.setAside
        undecided = planner.state.undecided
        doomed = planner.state.doomed
        sessions = history.sessions
        nodeRecords = history.nodes
        members = history.open.members()
        isHeldBack = planner.state.isHeldBack
        names = planner.state.names
        next = [planner.state.nextAttempt.number, planner.state.jobs.count, planner.state.endedJobs]
        take(planner, batches)
        take(history)
    }

    private mutating func take(_ planner: Planner, _ batches: [String]) {
        let state = planner.state
        for (number, job) in state.jobs.enumerated() where !job.isRemoved {
            jobs[number] = JobState(job, in: state)
        }
        for key in batches {
            guard let found = planner.jobs(submittedWith: key) else { continue }
            if found.contains(where: { !state.jobs[$0.number].isRemoved }) { keys[key] = found }
        }
        nodes = state.nodes.states.map { node in
            NodeState(
                node: node.node, isLost: node.isLost, silentSince: node.silentSince, isDraining: node.isDraining,
                free: node.freeOfCore, memory: node.freeMemory)
        }
        for number in state.motion.numbers {
            guard let entry = state.motion[number] else { continue }
            // Slots are given out again in another order.
            motion[number] = Motion(task: entry.task, chain: 0, startedAt: entry.startedAt)
        }
        chains = state.chains.compactMap { $0.map { $0.members } }.sorted { $0[0] < $1[0] }
    }

    private mutating func take(_ history: History) {
        for record in history.present {
            let indices = record.job.iterations.indices
            records[record.identifier.number] = Record(
                job: record.job, counts: record.counts,
                attempts: [record.attempts, record.measured, record.retries, record.lost],
                times: [record.elapsed, record.longest, record.held, record.used],
                moments: [record.submittedAt, record.firstStart, record.lastEnd],
                states: indices.map { history.state(of: TaskIdentifier(job: record.identifier, iteration: $0)) })
        }
    }
}

extension Remainder.JobState {
    init(_ job: JobState, in state: Planner.State) {
        self.job = job.job
        submittedAt = job.submittedAt
        standing = job.standing
        isReleased = job.isReleased
        states = job.indices.map(job.finalState)
        unmet = job.unmet
        dependedOn = job.dependedOn
        parents = job.parents
        dependants = job.dependants.filter { !state.jobs[$0.job.number].isRemoved }
        iterationDependants = job.iterationDependants.mapValues { edges in
            edges.filter { !state.jobs[$0.job.number].isRemoved }
        }.filter { !$0.value.isEmpty }
        ready = job.ready.prefix(.max)
        grown = job.grown.mapValues { $0.prefix(.max) }
        trouble = job.trouble
        cancelling = job.cancelling.members(in: job.indices)
        measured = job.measured
        isDoomed = job.isDoomed
        isPaused = job.isPaused
    }
}

extension Remainder {
    /// What of two is not the same, in few words; empty: everything is.
    static func differences(_ left: Remainder, _ right: Remainder) -> [String] {
        guard left != right else { return [] }
        var found: [String] = []
        for number in Set(left.jobs.keys).union(right.jobs.keys).sorted()
        where left.jobs[number] != right.jobs[number] {
            found.append("job \(number): \(fields(left.jobs[number] as Any, right.jobs[number] as Any))")
        }
        for number in Set(left.records.keys).union(right.records.keys).sorted()
        where left.records[number] != right.records[number] {
            found.append("record \(number): \(fields(left.records[number] as Any, right.records[number] as Any))")
        }
        for name in Set(left.names.keys).union(right.names.keys).sorted()
        where left.names[name] != right.names[name] {
            found.append("name \(name): \(fields(left.names[name] as Any, right.names[name] as Any))")
        }
        var (one, other) = (left, right)
        (one.names, other.names) = ([:], [:])
        if one.keys == other.keys { (one.keys, other.keys) = ([:], [:]) }
        (one.jobs, one.records, other.jobs, other.records) = ([:], [:], [:], [:])
        return one == other ? found : found + [fields(one, other)]
    }

    private static func fields(_ left: Any, _ right: Any) -> String {
        let (one, other) = (Mirror(reflecting: left).children, Mirror(reflecting: right).children)
        guard one.count > 1 || other.count > 1 else {
            guard let one = one.first?.value, let other = other.first?.value else { return "\(left) and \(right)" }
            return fields(one, other)
        }
        return zip(one, other).compactMap { child, twin in
            let (text, its) = ("\(child.value)", "\(twin.value)")
            return text == its ? nil : "\(child.label ?? ""): \(text) and \(its)"
        }.joined(separator: "; ")
    }
}
