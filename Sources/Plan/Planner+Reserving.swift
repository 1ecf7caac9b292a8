import Model

extension Planner {
    /// For a task that does not fit now; none when it would not fit either once everything that runs has ended.
    ///
    /// - Cost: O(nodes + their chains) in the worst case; for a task on one node each is left at the first end behind
    ///   the best that was found, and copied only if it may be better.
    mutating func reservation(for task: TaskIdentifier, of index: Int, at now: Instant) -> Reservation? {
        expectEnds(at: now)
        let asked = asked(by: Candidate(rank: Rank(standing: 0, task: task), requestClass: index))
        if asked.count == 1 { return reservation(for: asked[0], at: now) }
        // Of alternatives, the one that can start first.
        return asked.compactMap { reservation(for: $0, at: now) }.min { $0.at < $1.at }
    }

    private func reservation(for asked: Asked, at now: Instant) -> Reservation? {
        asked.request.nodes.upperBound == 1
            ? reservationOnOne(for: asked, at: now) : reservationOnSeveral(for: asked, at: now)
    }

    private func reservationOnOne(for asked: Asked, at now: Instant) -> Reservation? {
        guard let first = firstSum(asked.needs, lasting: asked.needed, at: now) else { return nil }
        // As a rule what is free by the sums can be had.
        if let rest = rest(of: first, by: asked) {
            return Reservation(at: first.at, nodes: [first.number], left: [rest])
        }
        if let left = left(of: [first], by: asked, from: first.at) { return Reservation(at: first.at, left: left) }
        var best: Chance?
        for number in state.nodes.indices {
            guard let at = earliest(asked, on: number, before: best?.at ?? .never, at: now) else { continue }
            best = Chance(at: at, number: number)
        }
        guard let best else { return nil }
        return left(of: [best], by: asked, from: best.at).map { Reservation(at: best.at, left: $0) }
    }

    /// Where, by the sums of what is free then, there is enough first.
    private func firstSum(_ needs: Needs, lasting needed: Duration, at now: Instant) -> Chance? {
        // Through a pointer: each plan in which somebody does not fit looks at all nodes.
        state.nodes.outlines.withUnsafeBufferPointer { outlines in
            if needs.cores <= state.nodes.mostFree.thousandths {
                let able = outlines.indices.first { number in
                    outlines[number].takesWork && needs.fit(into: outlines[number].room)
                        && Self.start(of: needed, before: outlines[number].endsAt).map { now < $0 } ?? false
                }
                if let able { return Chance(at: now, number: able) }
            }
            var best = Chance(at: .never, number: -1)
            for number in outlines.indices where scratch.ends.first(on: number) < best.at {
                guard outlines[number].takesWork, needs.fit(into: outlines[number].size),
                    let last = Self.start(of: needed, before: outlines[number].endsAt)
                else { continue }
                let limit = min(best.at, last)
                if let at = scratch.ends.earliest(needs, on: number, beside: outlines[number].room, before: limit) {
                    best = Chance(at: at, number: number)
                }
            }
            return best.at < .never ? best : nil
        }
    }

    /// What is left of a node by the sums, where these alone tell whether there is a place: where it was and will be
    /// given away in whole cores, and neither devices nor named amounts are asked.
    private func rest(of chance: Chance, by asked: Asked) -> Reservation.Rest? {
        let room = state.nodes.outlines[chance.number].room
        guard asked.needs.gpus == 0, asked.needs.cores % 1000 == 0, asked.cores.upperBound.fraction == 0,
            state.nodes[chance.number].node.named.isEmpty,
            Cores(state.nodes[chance.number].wholeCores).thousandths == room.cores
        else { return nil }
        var left = room
        for end in scratch.ends[chance.number] {
            guard end.at <= chance.at else { break }
            guard end.held.cores % 1000 == 0 else { return nil }
            left.add(end.held)
        }
        var needs = asked.needs(on: state.nodes[chance.number])
        needs.cores = max(needs.cores, min(asked.cores.upperBound.thousandths, left.cores))
        guard needs.fit(into: left) else { return nil }
        left.subtract(needs)
        return Reservation.Rest(room: left, wholeCores: Int(left.cores / 1000), named: [])
    }

    private func reservationOnSeveral(for asked: Asked, at now: Instant) -> Reservation? {
        let chances = state.nodes.indices.compactMap { number in
            earliest(asked, on: number, before: .never, at: now).map { Chance(at: $0, number: number) }
        }
        var last: Instant?
        for at in chances.map(\.at).sorted() where at != last {
            last = at
            let able = chances.filter { $0.at <= at }
            guard able.count >= asked.request.nodes.lowerBound else { continue }
            if let left = left(of: able, by: asked, from: at) { return Reservation(at: at, left: left) }
        }
        return nil
    }

    /// What a place in the future is looked for by.
    struct Asked {
        var request: Request
        var cores: ClosedRange<Cores>
        /// How long its nodes must be there, and how long it should run.
        var needed: Duration
        var expected: Duration
        var needs: Needs

        /// What it takes of a node at least.
        func needs(on node: NodeState) -> Needs {
            guard request.takesWholeNode else { return needs }
            var needs = needs
            needs.cores = max(needs.cores, node.size.cores)
            return needs
        }
    }

    /// Of a request and each of its alternatives.
    func asked(by next: Candidate) -> [Asked] {
        let index = next.requestClass
        let expected = max(estimate(of: index, first: next.rank.task), .milliseconds(1))
        return state.classes[index].options.map { option in
            let cores = widths(of: next.rank.task, option)
            var needs = Needs(of: option)
            needs.cores = cores.lowerBound.thousandths
            return Asked(
                request: option, cores: cores, needed: neededTime(of: option, index), expected: expected, needs: needs)
        }
    }

    private struct Chance {
        var at: Instant
        var number: Int
    }

    /// When a node has enough for one part of a task, if that is before `limit`.
    private func earliest(_ asked: Asked, on number: Int, before limit: Instant, at now: Instant) -> Instant? {
        guard state.nodes[number].takesWork, asked.needs.fit(into: state.nodes[number].size) else { return nil }
        var room = state.nodes[number].room
        if now < limit, asked.needs.fit(into: room), state.nodes[number].hasPart(for: asked, from: now) { return now }
        // Made when there may be enough, with all that ended before.
        var copy: NodeState?
        let ends = scratch.ends[number]
        for (position, end) in ends.enumerated() {
            guard end.at < limit, state.nodes[number].lasts(asked.needed, from: end.at) else { return nil }
            room.add(end.held)
            if copy != nil { release(end.slot, on: &copy) }
            let isLastOfInstant = position + 1 == ends.count || ends[position + 1].at != end.at
            guard isLastOfInstant, asked.needs.fit(into: room) else { continue }
            if copy == nil {
                copy = state.nodes[number]
                for ended in ends[...position] { release(ended.slot, on: &copy) }
            }
            if copy?.hasPart(for: asked, from: end.at) ?? false { return end.at }
        }
        return nil
    }

    /// Gives back what a chain holds of a node.
    private func release(_ slot: Int, on node: inout NodeState?) {
        guard let placement = state.chains[slot]?.placement,
            let part = placement.parts.first(where: { $0.node == node?.node.identifier })
        else { return }
        node?.takeBack(part, from: slot)
    }

    /// What is left then of the nodes that a task would be given, of those that have enough for a part of it.
    private func left(of able: [Chance], by asked: Asked, from at: Instant) -> [NodeState]? {
        var groups: [(allocation: String, nodes: [NodeState])] = []
        var chosen = 0
        // By number, not the tightest first: whoever passes then changes no other node in a way that another plan at
        // once would choose anew.
        for chance in able {
            var node = node(chance.number, at: at)
            guard let part = node.part(for: asked.request, cores: asked.cores, lasting: asked.needed, at: at) else {
                continue
            }
            node.give(part, to: Reservation.nobody)
            let position = groups.firstIndex { $0.allocation == node.node.allocation } ?? groups.count
            if position == groups.count { groups.append((node.node.allocation, [])) }
            groups[position].nodes.append(node)
            if groups[position].nodes.count > groups[chosen].nodes.count { chosen = position }
            if groups[position].nodes.count == asked.request.nodes.upperBound { break }
        }
        guard !groups.isEmpty, groups[chosen].nodes.count >= asked.request.nodes.lowerBound else { return nil }
        return groups[chosen].nodes
    }

    /// A node once everything has ended that is expected to have ended by then.
    private func node(_ number: Int, at: Instant) -> NodeState {
        var node: NodeState? = state.nodes[number]
        for end in scratch.ends[number] {
            guard end.at <= at else { break }
            release(end.slot, on: &node)
        }
        return node ?? state.nodes[number]
    }
}

extension NodeState {
    fileprivate func hasPart(for asked: Planner.Asked, from at: Instant) -> Bool {
        part(for: asked.request, cores: asked.cores, lasting: asked.needed, at: at) != nil
    }
}
