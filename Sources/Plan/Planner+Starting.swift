import Model

extension Planner {
    /// Starts what is ready and fits, in the order of service, as far as the policy lets it pass those who do not fit.
    ///
    /// - Cost: O(log waiting classes) and a search for a place, for each start and for each that does not fit though it
    ///   may; who needs more than is free is not looked at.
    mutating func startReady(_ decision: inout Decision, at now: Instant) {
        var before: Int?
        // Once, unless who was started, or goes on, changes who comes first, where shares are fair, or at a limit; or
        // what is dealt out to the others.
        let isOnce =
            state.fairShares.halfLife == nil && state.counts.groups.isEmpty
            && configuration.policy.width != .proportional
        while before != decision.record.count {
            before = decision.record.count
            startInOrder(&decision, at: now)
            if isOnce { return }
        }
    }

    private mutating func startInOrder(_ decision: inout Decision, at now: Instant) {
        scratch.reservedAt = nil
        scratch.turnEndsAt = nil
        scratch.room = nil
        guard mayStartMore || mayYield, !isFull else { return }
        lookAgain(at: now)
        rankByShares(at: now)
        scratch.deal = deal(at: now)
        // Where shares are fair, each start may change who of them comes first.
        scratch.pausedLine = state.fairShares.halfLife == nil ? pausedLine(at: now) : nil
        defer {
            scratch.deal = nil
            scratch.pausedLine = nil
        }
        // Where some are paused, the first in line alone has a place in the future, as under EASY.
        if configuration.policy.overtaking == .conservative, !mayYield { return serveAll(&decision, at: now) }
        guard let head = serveInOrder(&decision, at: now) else { return }
        if head.hasRoom { scratch.room = head.reservation }
        switch configuration.policy.overtaking {
        case .none: return
        case .whoeverFits:
            // Who has let others pass for so long is served next: nobody behind it starts until it has.
            guard !isImpatient(head.candidate, at: now) else { return }
        case .easy, .conservative:
            // By then it has started, or something runs longer than was expected and others may pass.
            if !head.hasRoom { scratch.reservedAt = head.reservation?.at }
        }
        overtake(head, &decision, at: now)
    }

    /// A class and the place of its first task in the order of service.
    struct Candidate {
        var rank: Rank
        var requestClass: Int
        /// One that has begun, is paused and waits to go on.
        var paused: AttemptIdentifier?
    }

    /// Who is first in line and does not fit.
    struct Head {
        var candidate: Candidate
        /// Where nobody may delay it.
        var reservation: Reservation?
        /// Whether others are being paused to make room for it.
        var hasRoom = false
    }

    /// Starts who is first in line while it fits.
    /// - Returns: the first that does not.
    private mutating func serveInOrder(_ decision: inout Decision, at now: Instant) -> Head? {
        var passed: Rank?
        while true {
            let first = mayStartMore || mayYield ? nextAble(behind: passed, at: now) : nil
            if let head = goOn(before: first?.rank, &decision, at: now) { return head }
            guard let first, !isFull else { return nil }
            if let placement = placement(for: first.rank.task, of: first.requestClass, at: now) {
                start(first, on: placement, within: nil, &decision, at: now)
                continue
            }
            if let room = makeRoom(for: first, &decision, at: now) {
                return Head(candidate: first, reservation: room, hasRoom: true)
            }
            switch configuration.policy.overtaking {
            case .none, .whoeverFits: return Head(candidate: first)
            case .easy, .conservative:
                if let reservation = reservation(for: first.rank.task, of: first.requestClass, at: now) {
                    return Head(candidate: first, reservation: reservation)
                }
                // Nothing that runs makes room for it: it keeps nobody waiting.
                passed = first.rank
            }
        }
    }

    /// The first behind a rank, or of all, that the nodes which take work could run, were they empty.
    mutating func nextAble(behind rank: Rank? = nil, at now: Instant) -> Candidate? {
        let largest = state.nodes.largest
        var passed = rank
        while let index = state.waiting.first(behind: passed, where: { $0.fit(into: largest) }),
            let rank = state.waiting.rank(of: index)
        {
            if couldStart(index, at: now) { return Candidate(rank: rank, requestClass: index) }
            passed = rank
        }
        return nil
    }

    /// Hands a task over, and behind it as many of its class as a chain holds and end within the limit.
    /// - Returns: how many.
    @discardableResult
    mutating func start(
        _ next: Candidate, on placement: Placement, within limit: Duration?, _ decision: inout Decision,
        at now: Instant
    ) -> Int {
        scratch.passedSince[next.requestClass] = nil
        state.waiting.setAside(next.requestClass, false)
        var length = chainLength(of: next.requestClass, first: next.rank.task, on: placement, at: now)
        if let limit {
            let expected = estimate(of: next.requestClass, first: next.rank.task)
            length = min(length, Int(limit.nanoseconds / max(expected.nanoseconds, 1000)))
        }
        let tasks = state.firstReady(of: next.requestClass, limit: max(length, 1))
        scratch.deal?.giveNext(of: next.requestClass)
        handOver(tasks, on: placement, after: nil, &decision, at: now)
        rankByShares(withThoseOf: next.requestClass, at: now)
        return tasks.reduce(0) { $0 + $1.iterations.count }
    }

    /// Hands more work ahead to chains that are about to run dry, as long as it is their class's turn.
    mutating func extendChains(_ decision: inout Decision, at now: Instant) {
        let slots = scratch.touchedChains.filter { state.chains[$0]?.last != nil }
        guard !slots.isEmpty else { return }
        let inTurn = nextAble(at: now)
        guard nextPaused(before: inTurn?.rank, at: now) == nil else { return }
        for slot in slots {
            guard let chain = state.chains[slot], let last = chain.last,
                let turn = mayExtend(chain.requestClass, inTurn) ? chain.requestClass : nil,
                !scratch.recalledChains.contains(slot), !isAdjusted(chain), let first = state.rank(of: turn)?.task,
                chain.placement.parts.allSatisfy({ state.nodes[$0.node].takesWork })
            else { continue }
            let length = chainLength(of: turn, first: first, on: chain.placement, at: now)
            // Refilled at half, so that a hand-over carries many.
            guard length > 1, chain.count * 2 <= length else { continue }
            let tasks = state.firstReady(of: turn, limit: length - chain.count)
            handOver(tasks, on: chain.placement, after: last, &decision, at: now)
            watch(slot, &decision, at: now)
        }
    }

    /// Whether the nodes that take work, were they empty, could run its tasks.
    mutating func couldStart(_ index: Int, at now: Instant) -> Bool {
        lastStart(of: index).map { now < $0 } ?? false
    }

    var mayStartMore: Bool { !isFull && !state.nodes.isBusy }

    /// Whether as many run as may at once.
    var isFull: Bool {
        let running = state.chains.count - state.freeSlots.count - state.paused.count
        return running >= configuration.atOnce ?? Int.max
    }

    private mutating func handOver(
        _ tasks: [TaskRange], on placement: Placement, after: AttemptIdentifier?, _ decision: inout Decision,
        at now: Instant
    ) {
        let handOver = HandOver(
            firstAttempt: state.nextAttempt, placement: placement, after: after, tasks: tasks, at: now)
        record(.attemptsHandedOver(handOver), in: &decision)
        decision.orders.append(.start(handOver))
        if after == nil, handOver.count > 1, let slot = state.motion[handOver.firstAttempt.number]?.chain {
            watch(slot, &decision, at: now)
        }
    }

    /// How many attempts a chain of this class may hold: so much expected work, and no more than its share of what
    /// waits, lest one chain be left working when the others have run dry.
    private func chainLength(of index: Int, first: TaskIdentifier, on placement: Placement, at now: Instant) -> Int {
        guard state.classes[index].request.sharing == .none, !state.classes[index].request.isMalleable,
            let expected = expectation(of: index, first: first)
        else {
            return 1
        }
        let width = max(state.classes[index].request.cores.lowerBound.thousandths, 1)
        let abreast = min(
            Int(Int64(state.nodes.workingCores) * 1000 / width), configuration.atOnce ?? Int.max,
            state.mostAtOnce(of: index))
        // One more than runs is ahead for tasks up to a quarter of a second: at 100 ms a round trip and a commit each
        // were 1.4 % of the time.
        let least = expected <= Self.longestHandedAhead ? 2 : 1
        let byTime = max(least, Int(configuration.chainLength.nanoseconds / max(expected.nanoseconds, 1000)))
        let byShare = state.classes[index].readyCount / (2 * max(abreast, 1))
        let length = max(1, min(byTime, byShare, Self.longestChain))
        return state.nodes.hasEnds ? min(length, fitting(index, expected, on: placement, at: now)) : length
    }

    /// How many can run one after another before the first of their nodes is taken away, the last as long as it may.
    private func fitting(_ index: Int, _ expected: Duration, on placement: Placement, at now: Instant) -> Int {
        guard let end = placement.parts.compactMap({ state.nodes[$0.node].node.endsAt }).min() else { return Int.max }
        guard end > now else { return 1 }
        let spare = end - now - neededTime(of: index)
        return max(1, 1 + Int(spare.nanoseconds / max(expected.nanoseconds, 1000)))
    }

    // 256: what the launcher's line for one lane holds; longer chains bring nothing at 0.3 ms a task.
    private static let longestChain = 256
    private static let longestHandedAhead = Duration.milliseconds(250)

    /// How long the next task should run: as its job's tasks did, else as its class's did, else as was said.
    func expectation(of index: Int, first: TaskIdentifier) -> Duration? {
        // Asked for at each start: without a copy of the job.
        let measured = state.jobs[first.job.number].measured
        if measured.count > 0 { return measured.mean }
        if state.classes[index].measured.count >= 4 { return state.classes[index].measured.mean }
        return state.jobs[first.job.number].job.request.expectedTime
    }
}
