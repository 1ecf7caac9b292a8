import Model

/// The paused stand in line like those that have not begun, by the same order, each on its own nodes.
extension Planner {
    /// Lets the paused go on that come before a rank, or all, in the order of service.
    /// - Returns: the first that does not fit.
    mutating func goOn(before limit: Rank?, _ decision: inout Decision, at now: Instant) -> Head? {
        var passed: Rank?
        while let next = nextPaused(behind: passed, before: limit, at: now), let attempt = next.paused {
            if !isFull, let placement = placementToGoOn(attempt, on: state.nodes) {
                adjust(attempt, to: placement, &decision, at: now)
                continue
            }
            if let room = makeRoom(for: next, &decision, at: now) {
                return Head(candidate: next, reservation: room, hasRoom: true)
            }
            switch configuration.policy.overtaking {
            case .none: return Head(candidate: next)
            case .whoeverFits: return Head(candidate: next, reservation: ownNodes(of: next, at: now), hasRoom: true)
            case .easy, .conservative:
                if let reservation = reservationToGoOn(attempt, at: now) {
                    return Head(candidate: next, reservation: reservation)
                }
                passed = next.rank
            }
        }
        return nil
    }

    /// Who has been paused for longer than it is patient lets nobody pass on its own nodes; elsewhere nobody is in its
    /// way.
    private func ownNodes(of next: Candidate, at now: Instant) -> Reservation? {
        guard let motion = next.paused.flatMap({ state.motion[$0.number] }), let since = motion.pausedAt,
            now - since >= patience(of: next), let chain = state.chains[motion.chain],
            mayHaveAgain(motion.resting, state.classes[chain.requestClass].request)
        else { return nil }
        return Reservation(at: Reservation.never, left: chain.placement.parts.map { state.nodes[$0.node].taken })
    }

    /// Whether others leave as many cores to us as it needs to go on.
    private func mayHaveAgain(_ resting: Placement?, _ request: Request) -> Bool {
        (resting?.parts ?? []).allSatisfy { had in
            let least = request.isMalleable ? min(request.cores.lowerBound, had.width) : had.width
            return least <= state.nodes[had.node].coresBesideOthers
        }
    }

    /// Lets the paused go on that stand between two ranks, where that leaves the first in line its place.
    mutating func letPass(
        between passed: Rank, _ limit: Rank?, _ reservation: inout Reservation?, _ decision: inout Decision,
        at now: Instant
    ) {
        var last = passed
        while !isFull, let next = nextPaused(behind: last, before: limit, at: now), let attempt = next.paused {
            last = next.rank
            guard let placement = placementToGoOn(attempt, on: state.nodes) else { continue }
            let endsInTime = reservation.map { $0.ends(timeLeft(of: next, at: now), from: now) } ?? true
            if !endsInTime {
                guard placement.coresAlone.parts.allSatisfy({ reservation?.leaves($0) ?? true }) else { continue }
                reservation?.give(placement.coresAlone)
            }
            adjust(attempt, to: placement, &decision, at: now)
        }
    }

    /// The first of the paused between two ranks that its nodes' executors could let go on.
    func nextPaused(behind passed: Rank? = nil, before limit: Rank?, at now: Instant) -> Candidate? {
        guard !state.paused.isEmpty else { return nil }
        let line = scratch.pausedLine ?? pausedLine(at: now)
        let first = passed.map { rank in line.leading { $0.rank <= rank } } ?? 0
        let next = line[first...].first { candidate in
            candidate.paused.map { state.paused.contains($0.number) } ?? false
        }
        guard let next, let limit, limit < next.rank else { return next }
        return nil
    }

    /// The paused that their nodes' executors could let go on, in the order of service.
    ///
    /// - Cost: O(n log n); n is how many are paused.
    func pausedLine(at now: Instant) -> [Candidate] {
        guard !state.paused.isEmpty else { return [] }
        let line = state.paused.members.compactMap { number -> Candidate? in
            guard let motion = state.motion[number], let chain = state.chains[motion.chain],
                !state.jobs[motion.task.job.number].isFrozen,
                !state.jobs[motion.task.job.number].cancelling.contains(motion.task.iteration),
                chain.placement.parts.allSatisfy({ state.nodes[$0.node].isHeard })
            else { return nil }
            let rank = rank(ofPaused: motion, of: chain.requestClass, at: now)
            return Candidate(rank: rank, requestClass: chain.requestClass, paused: AttemptIdentifier(number))
        }
        return line.sorted { $0.rank < $1.rank }
    }

    /// Where tasks are served in turn, who was paused stands behind all who came before that.
    private func rank(ofPaused motion: Motion, of requestClass: Int, at now: Instant) -> Rank {
        var rank = Rank(standing: state.jobs[motion.task.job.number].standing, task: motion.task)
        if case .roundRobin = configuration.policy.order, let pausedAt = motion.pausedAt {
            rank.standing = -Int(pausedAt.nanoseconds)
        }
        if let share = state.classes[requestClass].share { rank.used = state.fairShares.figure(of: share, at: now) }
        return rank
    }

    /// Cores on its own nodes for an attempt that is paused; the ones it had, if they are free.
    func placementToGoOn(_ attempt: AttemptIdentifier, on nodes: NodeTable) -> Placement? {
        guard let motion = state.motion[attempt.number], let resting = motion.resting,
            var placement = state.chains[motion.chain]?.placement, let slot = state.chains[motion.chain]
        else { return nil }
        for (position, had) in resting.parts.enumerated() {
            let node = nodes[had.node]
            guard node.isHeard, let cores = node.cores(again: had, for: state.classes[slot.requestClass].request)
            else { return nil }
            placement.parts[position].cores = cores
        }
        return placement
    }

    /// When one that is paused can go on, by what is expected of those that run on its nodes.
    private mutating func reservationToGoOn(_ attempt: AttemptIdentifier, at now: Instant) -> Reservation? {
        guard let own = state.motion[attempt.number]?.chain, let parts = state.chains[own]?.placement.parts else {
            return nil
        }
        expectEnds(at: now)
        var nodes = state.nodes
        var gone: Set<Int> = [own]
        let ends = parts.flatMap { scratch.ends[$0.node.number] }.sorted { $0.isBefore($1) }
        for (position, end) in ends.enumerated() {
            if gone.insert(end.slot).inserted, let chain = state.chains[end.slot] {
                nodes.takeBack(chain.placement, from: end.slot)
            }
            guard position + 1 == ends.count || ends[position + 1].at != end.at,
                let placement = placementToGoOn(attempt, on: nodes)
            else { continue }
            nodes.give(placement.coresAlone, to: Reservation.nobody)
            return Reservation(at: end.at, left: parts.map { nodes[$0.node] })
        }
        return nil
    }

    private func timeLeft(of next: Candidate, at now: Instant) -> Duration {
        let ran = next.paused.flatMap { state.motion[$0.number]?.runTime(at: now) } ?? .zero
        return max(.milliseconds(1), estimate(of: next.requestClass, first: next.rank.task) - ran)
    }

    /// Decides where an attempt that has begun is from now on; one without cores is paused.
    mutating func adjust(
        _ attempt: AttemptIdentifier, to placement: Placement, madeRoomFor task: TaskIdentifier? = nil,
        _ decision: inout Decision, at now: Instant
    ) {
        let number = (state.motion[attempt.number]?.adjustments ?? 0) + 1
        let adjustment = Adjustment(
            number: number, placement: placement, isPaused: placement.width == .zero, madeRoomFor: task)
        record(.adjustmentDecided(attempt, adjustment, at: now), in: &decision)
        decision.orders.append(.adjust(attempt, adjustment))
    }
}

extension NodeState {
    /// With nothing left of its cores.
    fileprivate var taken: NodeState {
        var node = self
        let rest = freeOfCore.indices.filter { freeOfCore[$0] > 0 }.map {
            Placement.CoreShare(position: $0, share: Cores(thousandths: freeOfCore[$0]))
        }
        node.give(Placement.Part(node: self.node.identifier, cores: rest), to: Reservation.nobody)
        return node
    }

    /// Whether its executor can be told something.
    var isHeard: Bool { !isLost && silentSince == nil }

    /// Cores for one that goes on: those it had, or others, as many as it had; fewer if it can change its width.
    fileprivate func cores(again had: Placement.Part, for request: Request) -> [Placement.CoreShare]? {
        if had.cores.allSatisfy({ freeOfCore[$0.position] >= $0.share.thousandths }) { return had.cores }
        guard freeCores >= (request.isMalleable ? min(request.cores.lowerBound, had.width) : had.width) else {
            return nil
        }
        var asked = Request(cores: had.width)
        if request.isMalleable, request.cores.contains(had.width) {
            asked.cores = request.cores.lowerBound...had.width
        }
        asked.takesWholeNode = request.takesWholeNode
        var node = self
        // It finishes what it has begun.
        node.isDraining = false
        return node.place(asked, cores: asked.cores)?.cores
    }
}

extension Placement {
    /// What a paused attempt holds.
    var withoutCores: Placement {
        var placement = self
        for position in placement.parts.indices { placement.parts[position].cores = [] }
        return placement
    }

    /// What a paused attempt needs to go on.
    var coresAlone: Placement {
        Placement(parts: parts.map { Part(node: $0.node, cores: $0.cores) })
    }
}
