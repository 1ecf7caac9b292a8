import Model

/// MAX_PROP: all free cores are dealt out in proportion to what was asked, on every node separately.
extension Planner {
    /// What each that runs and may change, and each that waits and could start, should have.
    struct Deal: Sendable {
        /// Of those that run, by the slots of their chains.
        var running: [(slot: Int, width: Int)] = []
        /// By class, in the order in which its tasks would start.
        var waiting: [Int: [(node: Int, width: Int)]] = [:]
        /// How many of them were given away.
        private var used: [Int: Int] = [:]

        func next(of requestClass: Int) -> (node: Int, width: Int)? {
            let position = used[requestClass, default: 0]
            guard let shares = waiting[requestClass], position < shares.count else { return nil }
            return shares[position]
        }

        mutating func giveNext(of requestClass: Int) { used[requestClass, default: 0] += 1 }
    }

    private struct DealtSeat {
        var holder: Holder
        var node: Int
        var seat: ProportionalShares.Seat

        enum Holder {
            case slot(Int)
            case requestClass(Int)
        }
    }

    /// - Cost: O(waiting classes × log of them + tasks that could start × log nodes), never more than fill the nodes.
    func deal(at now: Instant) -> Deal? {
        guard configuration.policy.width == .proportional else { return nil }
        let waiting = state.waiting.members
        guard !state.malleable.isEmpty || waiting.contains(where: { state.classes[$0].request.isRanged }) else {
            return nil
        }
        var nodes = state.nodes
        var seats = runningSeats()
        for seat in seats {
            guard case .slot(let slot) = seat.holder, let chain = state.chains[slot] else { continue }
            nodes.takeBack(chain.placement, from: slot)
            let least = chain.placement.narrowed(to: seat.seat.least, on: state.nodes[chain.placement.parts[0].node])
            nodes.give(least, to: slot)
        }
        admit(waiting, to: &nodes, &seats, at: now)
        return shares(of: seats, on: nodes)
    }

    /// Those that run and whose width may change, the oldest first.
    private func runningSeats() -> [DealtSeat] {
        elasticSlots.compactMap { slot in
            guard let chain = state.chains[slot], let request = request(ofFirstIn: chain) else { return nil }
            let part = chain.placement.parts[0]
            let node = part.node.number
            var seat = ProportionalShares.Seat(request, on: state.nodes[node].node)
            // Its least may have been raised above what it has.
            seat.least = min(seat.least, part.width.whole)
            return DealtSeat(holder: .slot(slot), node: node, seat: seat)
        }
    }

    /// Lets those that wait take their least, in the order of service, as long as there is some.
    private func admit(_ waiting: [Int], to nodes: inout NodeTable, _ seats: inout [DealtSeat], at now: Instant) {
        var line = waiting.reversed().compactMap { index in
            state.waiting.rank(of: index).map { (rank: $0, cursor: ClassCursor(index)) }
        }
        var room = configuration.atOnce.map { $0 - chainsInMotion } ?? Int.max
        var counts = state.counts
        while room > 0, !nodes.isBusy, let next = line.popLast() {
            let index = next.cursor.requestClass
            guard !state.classes[index].limits.contains(where: counts.hasReached) else { continue }
            let request = state.classes[index].request
            let isRanged = request.isRanged && request.alternatives.isEmpty
            guard let placement = leastPlacement(of: next.rank.task, index, isRanged, on: nodes, at: now) else {
                if configuration.policy.overtaking == .none { return }
                continue
            }
            nodes.give(placement, to: Reservation.nobody)
            counts.change(state.classes[index].limits, by: 1)
            room -= 1
            if isRanged {
                let node = placement.parts[0].node.number
                let seat = ProportionalShares.Seat(request, on: state.nodes[node].node)
                seats.append(DealtSeat(holder: .requestClass(index), node: node, seat: seat))
            }
            var cursor = next.cursor
            guard var rank = cursor.advance(in: state) else { continue }
            rank.used = next.rank.used
            let worse = line.lastIndex { rank < $0.rank }
            line.insert((rank, cursor), at: worse.map { $0 + 1 } ?? 0)
        }
    }

    /// What the deal has for the next task of a class, as far as it is free yet.
    func dealtPlacement(of index: Int, at now: Instant, where mayTake: (Placement.Part) -> Bool) -> Placement? {
        guard let share = scratch.deal?.next(of: index) else { return nil }
        let request = state.classes[index].request
        let least = request.cores.lowerBound
        let part = state.nodes[share.node].part(
            for: request, cores: least...max(least, Cores(share.width)), lasting: neededTime(of: index), at: now,
            where: mayTake)
        return part.map { Placement(parts: [$0]) }
    }

    /// Where most is free, so that all nodes are as crowded; who can't change goes where it would go anyway.
    private func leastPlacement(
        of task: TaskIdentifier, _ index: Int, _ isRanged: Bool, on nodes: NodeTable, at now: Instant
    ) -> Placement? {
        guard isRanged else { return placement(for: task, of: index, on: nodes, at: now) }
        let request = state.classes[index].request
        let least = Cores(request.cores.lowerBound.touched)
        let needed = neededTime(of: index)
        var walk = NodeWalk(least...least, .spread, in: nodes)
        while let number = walk.next(in: nodes) {
            let part = nodes[number].part(for: request, cores: least...least, lasting: needed, at: now)
            if let part { return Placement(parts: [part]) }
        }
        return nil
    }

    /// Deals out what is left on each node.
    private func shares(of seats: [DealtSeat], on nodes: NodeTable) -> Deal {
        var deal = Deal()
        var widths: [Int] = Array(repeating: 0, count: seats.count)
        let byNode = Dictionary(grouping: seats.indices) { seats[$0].node }
        // In any order, since no node's shares depend on another's.
        for (node, positions) in byNode {
            let there = positions.map { seats[$0].seat }
            let cores = nodes[node].wholeCores + there.reduce(0) { $0 + $1.least }
            for (position, width) in zip(positions, ProportionalShares.widths(of: there, cores: cores)) {
                widths[position] = width
            }
        }
        for (seat, width) in zip(seats, widths) {
            switch seat.holder {
            case .slot(let slot): deal.running.append((slot, width))
            case .requestClass(let index): deal.waiting[index, default: []].append((seat.node, width))
            }
        }
        return deal
    }
}

extension ProportionalShares.Seat {
    fileprivate init(_ request: Request, on node: Node) {
        let size = node.cores.count
        self.init(
            asked: min(request.asked.whole, size), least: request.cores.lowerBound.touched,
            most: min(request.cores.upperBound.whole, size))
    }
}

/// The ready tasks of a class, one after another, without taking them out.
private struct ClassCursor {
    let requestClass: Int
    private var line = 0
    private var taken = 0

    init(_ requestClass: Int) { self.requestClass = requestClass }

    /// The place of the next task in the order of service; only its job and iteration's order count.
    mutating func advance(in state: Planner.State) -> Rank? {
        let lines = state.classes[requestClass].waiting
        taken += 1
        while line < lines.count {
            let key = lines[lines.startIndex + line]
            let ready = state.line(key)
            if taken < ready.count, let iteration = ready.iteration(at: taken) {
                return Rank(standing: key.standing, task: TaskIdentifier(job: key.job, iteration: iteration))
            }
            line += 1
            taken = 0
        }
        return nil
    }
}
