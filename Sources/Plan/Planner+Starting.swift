import Model

extension Planner {
    /// Starts what is ready and fits, first come first; whoever fits may pass, but nobody is passed for ever.
    ///
    /// - Cost: O(classes × log classes) and a search for each start; nothing when every core is busy.
    mutating func startReady(_ decision: inout Decision, at now: Instant) {
        var line = waitingClasses()
        var passed: [Int] = []
        while let next = line.popLast(), mayStartMore {
            guard let task = state.firstTask(of: next.requestClass) else { continue }
            guard let placement = placement(for: task, of: next.requestClass) else {
                passed.append(next.requestClass)
                // Who has let others pass for so long is served next: nobody behind it starts until it has.
                if let since = scratch.passedSince[next.requestClass], now - since >= configuration.patience { break }
                continue
            }
            for other in passed where scratch.passedSince[other] == nil { scratch.passedSince[other] = now }
            scratch.passedSince[next.requestClass] = nil
            let length = chainLength(of: next.requestClass, first: task)
            let tasks = state.firstReady(of: next.requestClass, limit: length)
            handOver(tasks, on: placement, after: nil, &decision, at: now)
            guard let first = state.firstTask(of: next.requestClass) else { continue }
            let entry = WaitingClass(first: first, requestClass: next.requestClass)
            line.insert(entry, at: line.partitionPoint { $0.first > first })
        }
    }

    /// Hands more work ahead to chains that are about to run dry, as long as it is their class's turn.
    mutating func extendChains(_ decision: inout Decision, at now: Instant) {
        guard !scratch.touchedChains.isEmpty, let turn = waitingClasses().last else { return }
        for slot in scratch.touchedChains {
            guard let chain = state.chains[slot], let last = chain.last, chain.requestClass == turn.requestClass,
                !scratch.recalledChains.contains(slot), let first = state.firstTask(of: turn.requestClass)
            else { continue }
            let length = chainLength(of: turn.requestClass, first: first)
            // Refilled at half, so that a hand-over carries many.
            guard length > 1, chain.count * 2 <= length else { continue }
            let tasks = state.firstReady(of: turn.requestClass, limit: length - chain.count)
            handOver(tasks, on: chain.placement, after: last, &decision, at: now)
            watch(slot, &decision, at: now)
        }
    }

    private struct WaitingClass {
        var first: TaskIdentifier
        var requestClass: Int
    }

    /// The classes with ready tasks; the one whose turn it is comes last.
    private func waitingClasses() -> [WaitingClass] {
        state.classes.indices
            .compactMap { index in state.firstTask(of: index).map { WaitingClass(first: $0, requestClass: index) } }
            .sorted { $0.first > $1.first }
    }

    private var mayStartMore: Bool {
        let inMotion = state.chains.count - state.freeSlots.count
        return inMotion < configuration.atOnce ?? Int.max
            && state.nodes.contains { !$0.isLost && $0.freeCores > .zero }
    }

    private mutating func handOver(
        _ tasks: [TaskRange], on placement: Placement, after: AttemptIdentifier?, _ decision: inout Decision,
        at now: Instant
    ) {
        let handOver = HandOver(
            firstAttempt: state.nextAttempt, placement: placement, after: after, tasks: tasks, at: now)
        record(.attemptsHandedOver(handOver), in: &decision)
        decision.orders.append(.start(handOver))
        if after == nil, handOver.count > 1, let slot = state.motion[handOver.firstAttempt]?.chain {
            watch(slot, &decision, at: now)
        }
    }

    /// How many attempts a chain of this class may hold: so much expected work, and no more than its share of what
    /// waits, lest one chain be left working when the others have run dry.
    private func chainLength(of index: Int, first: TaskIdentifier) -> Int {
        let requestClass = state.classes[index]
        guard requestClass.request.sharing == .none, let expected = expectation(of: index, first: first) else {
            return 1
        }
        let width = max(requestClass.request.cores.lowerBound.thousandths, 1)
        let cores = state.nodes.reduce(0) { $0 + ($1.isLost ? 0 : Int64($1.node.cores.count) * 1000) }
        let abreast = min(Int(cores / width), configuration.atOnce ?? Int.max)
        // One more than runs is ahead for tasks up to a quarter of a second: at 100 ms a round trip and a commit each
        // were 1.4 % of the time.
        let least = expected <= Self.longestHandedAhead ? 2 : 1
        let byTime = max(least, Int(configuration.chainLength.nanoseconds / max(expected.nanoseconds, 1000)))
        let byShare = requestClass.readyCount / (2 * max(abreast, 1))
        return max(1, min(byTime, byShare, Self.longestChain))
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
