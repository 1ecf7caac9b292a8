import Model

extension Planner {
    /// Nodes and cores for a task on what is free now; none when it does not fit.
    ///
    /// Several nodes are of one allocation, or of none: across two, nobody could start their processes together.
    ///
    /// - Order: as `NodeWalk` visits the nodes, by the policy's choice.
    /// - Cost: O(log nodes + cores of the nodes tried); the nodes tried are as many as are taken, unless something
    ///   else than cores is scarce.
    func placement(
        for task: TaskIdentifier, of index: Int, at now: Instant,
        where mayTake: (Placement.Part) -> Bool = { _ in true }
    ) -> Placement? {
        dealtPlacement(of: index, at: now, where: mayTake)
            ?? placement(for: task, of: index, on: state.nodes, at: now, where: mayTake)
    }

    /// The same on other nodes than those that are free now: what its request would have, or else an alternative.
    func placement(
        for task: TaskIdentifier, of index: Int, on nodes: NodeTable, at now: Instant,
        where mayTake: (Placement.Part) -> Bool = { _ in true }
    ) -> Placement? {
        guard state.classes[index].hasOptions else {
            let request = state.classes[index].request
            return placement(
                request, widths(of: task, request), lasting: neededTime(of: index), on: nodes, at: now, where: mayTake)
        }
        for option in state.classes[index].options {
            let widths = widths(of: task, option)
            let needed = neededTime(of: option, index)
            if let found = placement(option, widths, lasting: needed, on: nodes, at: now, where: mayTake) {
                return found
            }
        }
        return nil
    }

    private func placement(
        _ request: Request, _ cores: ClosedRange<Cores>, lasting needed: Duration, on nodes: NodeTable,
        at now: Instant, where mayTake: (Placement.Part) -> Bool
    ) -> Placement? {
        var walk = NodeWalk(cores, configuration.policy.nodeChoice, in: nodes)
        if request.nodes.upperBound == 1 {
            while let number = walk.next(in: nodes) {
                let part = nodes[number].part(for: request, cores: cores, lasting: needed, at: now, where: mayTake)
                if let part { return Placement(parts: [part]) }
            }
            return nil
        }
        // In the order they were found first, the parts on nodes that were granted together.
        var groups: [(allocation: String, parts: [Placement.Part])] = []
        var chosen = 0
        while let number = walk.next(in: nodes) {
            let part = nodes[number].part(for: request, cores: cores, lasting: needed, at: now, where: mayTake)
            guard let part else { continue }
            let allocation = nodes[number].node.allocation
            let position = groups.firstIndex { $0.allocation == allocation } ?? groups.count
            if position == groups.count { groups.append((allocation, [])) }
            groups[position].parts.append(part)
            if groups[position].parts.count > groups[chosen].parts.count { chosen = position }
            if groups[position].parts.count == request.nodes.upperBound { break }
        }
        guard !groups.isEmpty, groups[chosen].parts.count >= request.nodes.lowerBound else { return nil }
        return Placement(parts: groups[chosen].parts.sorted { $0.node < $1.node })
    }

    /// Whether a task of a class that fitted nowhere before has room on this node, which got something to give.
    func mayFit(_ index: Int, on number: Int, at now: Instant) -> Bool {
        guard let task = state.rank(of: index)?.task else { return false }
        return state.classes[index].options.contains { option in
            state.nodes[number].part(
                for: option, cores: widths(of: task, option), lasting: neededTime(of: option, index), at: now) != nil
        }
    }

    /// How long a task of a class may hold its nodes: what it was given, was said to take, or its like took.
    func neededTime(of index: Int) -> Duration { neededTime(of: state.classes[index].request, index) }

    func neededTime(of option: Request, _ index: Int) -> Duration {
        option.wallTime ?? option.expectedTime ?? state.classes[index].measured.mean
    }

    /// Until when a task of a class could start, were all nodes that take work empty; none: it fits none of them, or
    /// too few.
    mutating func lastStart(of index: Int) -> Instant? {
        if state.classes[index].isModest, state.nodes.areAlike, !state.nodes.hasEnds {
            return state.classes[index].needs.fit(into: state.nodes.largest) ? .never : nil
        }
        let options = state.classes[index].options
        var ends = scratch.lastStarts[index]?.ends ?? []
        if ends.isEmpty || scratch.lastStarts[index]?.version != state.nodes.version {
            ends = options.map(lastEnd)
            // 1,000: who is asked for is mostly first in line; of those that were, nothing need be kept.
            if scratch.lastStarts.count > 1000 { scratch.lastStarts = [:] }
            scratch.lastStarts[index] = LastStart(version: state.nodes.version, ends: ends)
        }
        return zip(options, ends).compactMap { option, end in
            end.flatMap { Self.start(of: neededTime(of: option, index), before: $0) }
        }.max()
    }

    /// When the last nodes that are enough for a request are taken away; none: there are not enough.
    private func lastEnd(for request: Request) -> Instant? {
        if request.nodes.lowerBound <= 1, !state.nodes.hasEnds {
            let isThere = state.nodes.states.contains { $0.takesWork && $0.couldHold(request) }
            return isThere ? .never : nil
        }
        let able = state.nodes.states.filter { $0.takesWork && $0.couldHold(request) }
        return Dictionary(grouping: able, by: \.node.allocation).values.compactMap { together in
            let ends = together.map { $0.node.endsAt ?? .never }.sorted(by: >)
            return ends.count >= request.nodes.lowerBound ? ends[max(request.nodes.lowerBound, 1) - 1] : nil
        }.max()
    }

    /// Until when one that needs so long could start, to have ended before then.
    static func start(of needed: Duration, before end: Instant) -> Instant? {
        guard end.nanoseconds < .max else { return end }
        let (start, isBeforeAll) = end.nanoseconds.subtractingReportingOverflow(needed.nanoseconds)
        return isBeforeAll ? nil : Instant(nanoseconds: start)
    }

    /// The most of these nodes that one task could have.
    static func mostTogether(_ nodes: [NodeState]) -> Int {
        Dictionary(grouping: nodes, by: \.node.allocation).values.map(\.count).max() ?? 0
    }

    struct LastStart: Sendable {
        /// Of the nodes it was found for.
        var version: Int
        /// Of the request and each alternative: when the last nodes that are enough for a task are taken away.
        var ends: [Instant?]
    }

    /// The cores of the largest node that is there.
    var mostCores: Int { state.nodes.mostCores }
}

extension NodeState {
    /// A place for one node's share of a request, if the node is there for as long as it needs.
    func part(
        for request: Request, cores: ClosedRange<Cores>, lasting needed: Duration, at now: Instant,
        where mayTake: (Placement.Part) -> Bool = { _ in true }
    ) -> Placement.Part? {
        guard lasts(needed, from: now), let widest = place(request, cores: cores) else { return nil }
        if mayTake(widest) { return widest }
        // Who may not have all that is free may yet have the least it can do with.
        guard cores.upperBound > cores.lowerBound else { return nil }
        return place(request, cores: cores.lowerBound...cores.lowerBound).flatMap { mayTake($0) ? $0 : nil }
    }
}
