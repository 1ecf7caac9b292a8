import Model

/// Who holds what of which node, by the facts alone, kept apart from the planner that is being checked.
///
/// From its decision to its answer, an adjustment's old and new cores both count.
struct WatchedCapacity {
    private var nodes: [Node] = []
    private var used: [Use] = []
    /// What chains hold, by the attempt they began with.
    private var holdings: [AttemptIdentifier: Holding] = [:]
    private var beginnings: [AttemptIdentifier: AttemptIdentifier] = [:]
    private(set) var findings: [String] = []

    private struct Use {
        /// In thousandths, by position.
        var cores: [Int64]
        var gpus: [Int64]
        var memory = Bytes.zero
        var named: [String: Int64] = [:]
        /// The positions of the cores that others keep busy.
        var kept: Set<Int> = []
    }

    private struct Holding {
        var placement: Placement
        var members: Int
        var pending: (adjustment: Adjustment, before: Placement)?
        var adjustments = 0
        var isPaused = false
    }

    mutating func take(_ fact: Fact) {
        switch fact {
        case .nodeJoined(let node, _):
            nodes.append(node)
            used.append(
                Use(
                    cores: Array(repeating: 0, count: node.cores.count),
                    gpus: Array(repeating: 0, count: node.gpus.count)))
        case .attemptsHandedOver(let handOver): take(handOver)
        case .attemptEnded(let end): leave(end.attempt)
        case .attemptsTakenBack(let first, let count, _):
            for number in first.number..<first.number + count { leave(AttemptIdentifier(number)) }
        case .adjustmentDecided(let attempt, let adjustment, _): decide(attempt, adjustment)
        case .attemptAdjusted(let attempt, let number, _): answer(attempt, number, isDone: true)
        case .adjustmentFailed(let attempt, let number, _, _): answer(attempt, number, isDone: false)
        case .coresKeptByOthers(let node, let positions, _):
            let cores = used[node.number].cores
            used[node.number].kept = Set(positions.filter { cores.indices.contains($0) && cores[$0] == 0 })
        default: break
        }
    }

    private mutating func take(_ handOver: HandOver) {
        let joined = handOver.after.flatMap { beginnings[$0] }
        let beginning = joined ?? handOver.firstAttempt
        if joined == nil {
            holdings[beginning] = Holding(placement: handOver.placement, members: 0)
            use(handOver.placement, 1)
        }
        if holdings[beginning]?.placement != handOver.placement || holdings[beginning]?.isPaused == true {
            findings.append("attempt \(handOver.firstAttempt.number) was handed cores that its chain does not have")
        }
        holdings[beginning]?.members += handOver.count
        for number in handOver.firstAttempt.number..<handOver.firstAttempt.number + handOver.count {
            beginnings[AttemptIdentifier(number)] = beginning
        }
    }

    private mutating func leave(_ attempt: AttemptIdentifier) {
        guard let beginning = beginnings.removeValue(forKey: attempt), var holding = holdings[beginning] else { return }
        holding.members -= 1
        holdings[beginning] = holding
        guard holding.members == 0 else { return }
        use(holding.placement, -1)
        holdings[beginning] = nil
    }

    private mutating func decide(_ attempt: AttemptIdentifier, _ adjustment: Adjustment) {
        guard let beginning = beginnings[attempt], var holding = holdings[beginning] else {
            return findings.append("attempt \(attempt.number) was adjusted and is not there")
        }
        if holding.members > 1 { findings.append("attempt \(attempt.number) was adjusted with others behind it") }
        if adjustment.number <= holding.adjustments {
            findings.append("attempt \(attempt.number) was adjusted twice under one number")
        }
        if adjustment.isPaused != (adjustment.placement.width == .zero) {
            findings.append("attempt \(attempt.number) is paused with cores, or runs without")
        }
        for (mine, given) in zip(holding.placement.parts, adjustment.placement.parts)
        where mine.node != given.node || mine.memory != given.memory || mine.gpus != given.gpus
            || mine.named != given.named
        {
            findings.append("attempt \(attempt.number) was given other things than cores")
        }
        holding.adjustments = adjustment.number
        holding.pending = (adjustment, holding.placement)
        holdings[beginning] = holding
        hold(Self.both(holding.placement, adjustment.placement), beginning)
    }

    private mutating func answer(_ attempt: AttemptIdentifier, _ number: Int, isDone: Bool) {
        guard let beginning = beginnings[attempt], let pending = holdings[beginning]?.pending,
            pending.adjustment.number == number
        else { return }
        holdings[beginning]?.pending = nil
        if isDone { holdings[beginning]?.isPaused = pending.adjustment.isPaused }
        hold(isDone ? pending.adjustment.placement : pending.before, beginning)
    }

    private mutating func hold(_ placement: Placement, _ beginning: AttemptIdentifier) {
        guard let before = holdings[beginning]?.placement else { return }
        use(before, -1)
        use(placement, 1)
        holdings[beginning]?.placement = placement
    }

    private static func both(_ one: Placement, _ other: Placement) -> Placement {
        Placement(
            parts: zip(one.parts, other.parts).map { one, other in
                var part = one
                let shares = Dictionary(
                    (one.cores + other.cores).map { ($0.position, $0.share) }, uniquingKeysWith: max)
                part.cores = shares.map { Placement.CoreShare(position: $0.key, share: $0.value) }
                    .sorted { $0.position < $1.position }
                return part
            })
    }

    private mutating func use(_ placement: Placement, _ sign: Int64) {
        for part in placement.parts {
            let number = part.node.number
            for core in part.cores where core.position < used[number].cores.count {
                if sign > 0, used[number].kept.contains(core.position) {
                    findings.append("core \(core.position) of node \(nodes[number].name) is given, and others keep it")
                }
                used[number].cores[core.position] += sign * core.share.thousandths
                if used[number].cores[core.position] > 1000 { tell("core \(core.position)", number) }
            }
            for gpu in part.gpus where gpu.position < used[number].gpus.count {
                used[number].gpus[gpu.position] += sign * gpu.share.thousandths
                if used[number].gpus[gpu.position] > 1000 { tell("GPU \(gpu.position)", number) }
            }
            used[number].memory += Bytes(sign * part.memory.count)
            if used[number].memory > nodes[number].memory { tell("memory", number) }
            for amount in part.named {
                used[number].named[amount.name, default: 0] += sign * amount.amount.thousandths
                let most = nodes[number].named.first { $0.name == amount.name }?.amount.thousandths ?? 0
                if used[number].named[amount.name, default: 0] > most { tell(amount.name, number) }
            }
        }
    }

    private mutating func tell(_ what: String, _ node: Int) {
        findings.append("\(what) of node \(nodes[node].name) is given twice")
    }
}
