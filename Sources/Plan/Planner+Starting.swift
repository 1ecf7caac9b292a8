import Model

extension Planner {
    /// Starts what is ready and fits, in the order of service, as far as the policy lets it pass those who do not fit.
    ///
    /// - Cost: O(waiting classes × log of them), and a search for each start; a class that fitted nowhere is looked at
    ///   again only when some node got something to give.
    mutating func startReady(_ decision: inout Decision, at now: Instant) {
        scratch.reservedAt = nil
        guard mayStartMore else { return }
        scratch.deal = deal(at: now)
        defer { scratch.deal = nil }
        var line = candidates(at: now)
        var last: Rank?
        var passing = Passing.free
        var isThrough = true
        while let next = line.popLast() {
            guard mayStartMore, !passing.isNobody else {
                isThrough = false
                break
            }
            guard !state.isAtLimit(next.requestClass) else { continue }
            if let rank = rank(of: next.requestClass, at: now), next.rank.used < rank.used {
                // Others of its group were started meanwhile.
                line.insert(
                    Candidate(rank: rank, requestClass: next.requestClass, fits: next.fits),
                    at: line.partitionPoint { rank < $0.rank })
                continue
            }
            guard let placement = next.fits ? place(next, passing, at: now) : nil else {
                takeNote(ofUnfit: next, &passing, at: now)
                continue
            }
            last = max(last ?? next.rank, next.rank)
            scratch.passedSince[next.requestClass] = nil
            scratch.blockedClasses.remove(next.requestClass)
            start(next, on: placement, &passing, &decision, at: now)
            scratch.deal?.giveNext(of: next.requestClass)
            guard let rank = rank(of: next.requestClass, at: now) else { continue }
            let entry = Candidate(rank: rank, requestClass: next.requestClass)
            line.insert(entry, at: line.partitionPoint { rank < $0.rank })
        }
        if let last { notePassed(before: last, at: now) }
        // What was not looked at must still find what was gained.
        guard isThrough, !passing.isNobody else { return }
        state.nodes.forgetGains()
        scratch.blockedClasses.formIntersection(state.waitingClasses)
    }

    /// Who may start behind those who did not fit.
    private enum Passing {
        case free
        /// Who leaves the first in line its place.
        case behind(Reservation)
        case nobody

        var isNobody: Bool { if case .nobody = self { true } else { false } }
    }

    private func place(_ next: Candidate, _ passing: Passing, at now: Instant) -> Placement? {
        guard case .behind(let reservation) = passing,
            now + estimate(of: next.requestClass, first: next.rank.task) > reservation.at
        else { return placement(for: next.rank.task, of: next.requestClass, at: now) }
        return placement(for: next.rank.task, of: next.requestClass, at: now) { reservation.leaves($0) }
    }

    /// What follows from it that a task does not fit, or may not pass.
    private mutating func takeNote(ofUnfit next: Candidate, _ passing: inout Passing, at now: Instant) {
        let isFree = if case .free = passing { true } else { false }
        // Behind a reservation it may be time that is missing, which no node's gain tells of.
        if !isFree {
            if next.fits { scratch.blockedClasses.remove(next.requestClass) }
            return
        }
        if next.fits, state.classes[next.requestClass].request.sharing == .none {
            scratch.blockedClasses.insert(next.requestClass)
        }
        switch configuration.policy.overtaking {
        case .whoeverFits:
            // Who has let others pass for so long is served next: nobody behind it starts until it has.
            if isImpatient(next.requestClass, at: now) { passing = .nobody }
        case .none: if couldStart(next.requestClass, at: now) { passing = .nobody }
        case .easy, .conservative:
            guard couldStart(next.requestClass, at: now),
                let reservation = reservation(for: next.rank.task, of: next.requestClass, at: now)
            else { return }
            passing = .behind(reservation)
            // By then it has started, or something runs longer than was expected and others may pass.
            scratch.reservedAt = reservation.at
        }
    }

    private mutating func start(
        _ next: Candidate, on placement: Placement, _ passing: inout Passing, _ decision: inout Decision,
        at now: Instant
    ) {
        var length = chainLength(of: next.requestClass, first: next.rank.task, on: placement, at: now)
        if case .behind(var reservation) = passing {
            let expected = estimate(of: next.requestClass, first: next.rank.task)
            if now + expected > reservation.at {
                reservation.give(placement)
                passing = .behind(reservation)
            } else {
                let spare = (reservation.at - now).nanoseconds / max(expected.nanoseconds, 1000)
                length = min(length, Int(spare))
            }
        }
        let tasks = state.firstReady(of: next.requestClass, limit: max(length, 1))
        handOver(tasks, on: placement, after: nil, &decision, at: now)
    }

    /// Hands more work ahead to chains that are about to run dry, as long as it is their class's turn.
    mutating func extendChains(_ decision: inout Decision, at now: Instant) {
        guard !scratch.touchedChains.isEmpty else { return }
        let inTurn = classInTurn(at: now)
        for slot in scratch.touchedChains {
            guard let chain = state.chains[slot], let last = chain.last,
                let turn = mayExtend(chain.requestClass, inTurn, at: now) ? chain.requestClass : nil,
                !scratch.recalledChains.contains(slot), let first = rank(of: turn, at: now)?.task,
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

    private struct Candidate {
        var rank: Rank
        var requestClass: Int
        /// Else it is known to fit nowhere.
        var fits = true
    }

    /// The classes with ready tasks that may fit somewhere, or stand in others' way; the one whose turn it is comes
    /// last.
    private mutating func candidates(at now: Instant) -> [Candidate] {
        var result: [Candidate] = []
        var next = state.waitingClasses.first
        while let index = next {
            next = state.waitingClasses.first(from: index + 1)
            guard let rank = rank(of: index, at: now), !isLimited(index) else { continue }
            guard scratch.blockedClasses.contains(index) else {
                result.append(Candidate(rank: rank, requestClass: index))
                continue
            }
            if mayFitAgain(index, at: now) {
                result.append(Candidate(rank: rank, requestClass: index))
            } else if configuration.policy.overtaking != .whoeverFits || isImpatient(index, at: now) {
                result.append(Candidate(rank: rank, requestClass: index, fits: false))
            }
        }
        return result.sorted { $1.rank < $0.rank }
    }

    /// The class that is to be served next, of those that could be served at all.
    private mutating func classInTurn(at now: Instant) -> Int? {
        var best: (rank: Rank, requestClass: Int)?
        var next = state.waitingClasses.first
        while let index = next {
            next = state.waitingClasses.first(from: index + 1)
            guard let rank = rank(of: index, at: now) else { continue }
            if let best, best.rank < rank { continue }
            guard !state.isAtLimit(index), couldStart(index, at: now) else { continue }
            best = (rank, index)
        }
        return best?.requestClass
    }

    /// Whether the nodes that take work, were they empty, could run its tasks.
    private mutating func couldStart(_ index: Int, at now: Instant) -> Bool {
        lastStart(of: index).map { now < $0 } ?? false
    }

    mutating func isImpatient(_ index: Int, at now: Instant) -> Bool {
        guard let since = scratch.passedSince[index], now - since >= configuration.patience else { return false }
        // What waits for a larger node, or one that lasts longer, keeps nobody waiting.
        return couldStart(index, at: now)
    }

    /// Remembers who stood before somebody that was started and did not fit.
    private mutating func notePassed(before last: Rank, at now: Instant) {
        if scratch.passedSince.contains(where: { !state.waitingClasses.contains($0.key) }) {
            scratch.passedSince = scratch.passedSince.filter { state.waitingClasses.contains($0.key) }
        }
        var next = state.waitingClasses.first
        while let index = next {
            next = state.waitingClasses.first(from: index + 1)
            guard scratch.passedSince[index] == nil, !state.isAtLimit(index), let rank = rank(of: index, at: now),
                rank < last
            else { continue }
            scratch.passedSince[index] = now
        }
    }

    var mayStartMore: Bool {
        let inMotion = state.chains.count - state.freeSlots.count
        return inMotion < configuration.atOnce ?? Int.max && !state.nodes.isBusy
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
        let requestClass = state.classes[index]
        guard requestClass.request.sharing == .none, !requestClass.request.isMalleable,
            let expected = expectation(of: index, first: first)
        else {
            return 1
        }
        let width = max(requestClass.request.cores.lowerBound.thousandths, 1)
        let abreast = min(
            Int(Int64(state.nodes.workingCores) * 1000 / width), configuration.atOnce ?? Int.max,
            state.mostAtOnce(of: index))
        // One more than runs is ahead for tasks up to a quarter of a second: at 100 ms a round trip and a commit each
        // were 1.4 % of the time.
        let least = expected <= Self.longestHandedAhead ? 2 : 1
        let byTime = max(least, Int(configuration.chainLength.nanoseconds / max(expected.nanoseconds, 1000)))
        let byShare = requestClass.readyCount / (2 * max(abreast, 1))
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
        let job = state.jobs[first.job.number]
        if job.measured.count > 0 { return job.measured.mean }
        if state.classes[index].measured.count >= 4 { return state.classes[index].measured.mean }
        return job.job.request.expectedTime
    }
}

extension Array {
    /// The first position whose element does not satisfy a condition that holds for a leading part only.
    fileprivate func partitionPoint(_ isLeading: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isLeading(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
