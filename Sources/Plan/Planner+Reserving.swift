import Model

extension Planner {
    /// For a task that does not fit now; none when it would not fit either once everything that runs has ended.
    ///
    /// - Cost: O(nodes + their chains) in the worst case; a node is left at the first end behind the best that was
    ///   found, and copied only if it may be better.
    mutating func reservation(for task: TaskIdentifier, of index: Int, at now: Instant) -> Reservation? {
        expectEnds(at: now)
        // Of alternatives, the one that can start first.
        let reservations = state.classes[index].options.compactMap { option in
            reservation(
                for: Asked(
                    request: option, cores: widths(of: task, option), needed: neededTime(of: option, index),
                    needs: Needs(of: option)), at: now)
        }
        return reservations.min { $0.at < $1.at }
    }

    private func reservation(for asked: Asked, at now: Instant) -> Reservation? {
        let request = asked.request
        var chances: [Chance] = []
        var best = Instant(nanoseconds: .max)
        for number in state.nodes.indices {
            guard let at = earliest(asked, on: number, by: best, at: now) else { continue }
            chances.append(Chance(at: at, node: number))
            if request.nodes.lowerBound <= 1 { best = at }
        }
        var last: Instant?
        for at in chances.map(\.at).sorted() where at != last {
            last = at
            let able = chances.filter { $0.at <= at }.map(\.node)
            guard able.count >= request.nodes.lowerBound else { continue }
            if let left = left(of: able, by: asked, from: at) { return Reservation(at: at, left: left) }
        }
        return nil
    }

    private struct Asked {
        var request: Request
        var cores: ClosedRange<Cores>
        var needed: Duration
        var needs: Needs
    }

    private struct Chance {
        var at: Instant
        var node: Int
    }

    /// When a node has enough for one part of a task, if that is no later than `best`.
    private func earliest(_ asked: Asked, on number: Int, by best: Instant, at now: Instant) -> Instant? {
        guard state.nodes[number].takesWork, asked.needs.fit(into: state.nodes[number].size) else { return nil }
        var room = state.nodes[number].room
        if asked.needs.fit(into: room),
            state.nodes[number].part(for: asked.request, cores: asked.cores, lasting: asked.needed, at: now) != nil
        {
            return now
        }
        // Made when there may be enough, with all that ended before.
        var copy: NodeState?
        let ends = scratch.ends[number]
        for (position, end) in ends.enumerated() {
            guard end.at <= best, state.nodes[number].lasts(asked.needed, from: end.at) else { return nil }
            room.add(end.held)
            if copy != nil { release(end.slot, on: &copy) }
            let isLastOfInstant = position + 1 == ends.count || ends[position + 1].at != end.at
            guard isLastOfInstant, asked.needs.fit(into: room) else { continue }
            if copy == nil {
                copy = state.nodes[number]
                for ended in ends[...position] { release(ended.slot, on: &copy) }
            }
            if copy?.part(for: asked.request, cores: asked.cores, lasting: asked.needed, at: end.at) != nil {
                return end.at
            }
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
    private func left(of able: [Int], by asked: Asked, from at: Instant) -> [NodeState]? {
        var groups: [(allocation: String, nodes: [NodeState])] = []
        var chosen = 0
        // By number, not the tightest first: whoever passes then changes no other node in a way that another plan at
        // once would choose anew.
        for number in able {
            var node = self.node(number, at: at)
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
