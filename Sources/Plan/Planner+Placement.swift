import Model

extension Planner {
    /// Nodes and cores for a task on what is free now; none when it does not fit.
    ///
    /// - Order: as `NodeTable.search` visits the nodes.
    /// - Cost: O(log nodes + cores of the nodes tried); the nodes tried are as many as are taken, unless something
    ///   else than cores is scarce.
    func placement(for task: TaskIdentifier, of index: Int, at now: Instant) -> Placement? {
        placement(for: task, of: index, on: state.nodes, at: now)
    }

    /// The same on other nodes than those that are free now, and only on parts of them that may be taken.
    func placement(
        for task: TaskIdentifier, of index: Int, on nodes: NodeTable, at now: Instant,
        where mayTake: (Placement.Part) -> Bool = { _ in true }
    ) -> Placement? {
        let request = state.classes[index].request
        let cores = coreRange(of: task, request)
        let needed = neededTime(of: index)
        var groups: [PartsOfAllocation] = []
        nodes.search(cores) { number in
            guard let part = nodes[number].part(for: request, cores: cores, lasting: needed, at: now), mayTake(part)
            else { return false }
            let allocation = nodes[number].node.allocation
            let group = groups.firstIndex { $0.allocation == allocation } ?? groups.count
            if group == groups.count { groups.append(PartsOfAllocation(allocation: allocation)) }
            groups[group].parts.append(part)
            return groups[group].parts.count == request.nodes.upperBound
        }
        let most = groups.map(\.parts.count).max() ?? 0
        guard most >= request.nodes.lowerBound, let group = groups.first(where: { $0.parts.count == most }) else {
            return nil
        }
        return Placement(parts: group.parts.sorted { $0.node < $1.node })
    }

    /// What fits on the nodes of one allocation: a task never spans two, as no launcher reaches another one's nodes.
    private struct PartsOfAllocation {
        /// Empty: all nodes outside of any.
        var allocation: String
        var parts: [Placement.Part] = []
    }

    /// Whether a class that fitted nowhere before may fit now, since some node got something to give.
    func mayFitAgain(_ index: Int, at now: Instant) -> Bool {
        let request = state.classes[index].request
        let needed = neededTime(of: index)
        var next = state.nodes.gained.first
        while let number = next {
            let part = state.nodes[number].part(for: request, cores: request.cores, lasting: needed, at: now)
            if part != nil { return true }
            next = state.nodes.gained.first(from: number + 1)
        }
        return false
    }

    /// How long a task of a class may hold its nodes: what it was given, was said to take, or its like took.
    func neededTime(of index: Int) -> Duration {
        let requestClass = state.classes[index]
        return requestClass.request.wallTime ?? requestClass.request.expectedTime ?? requestClass.measured.mean
    }

    /// Until when a task of a class could start, were all nodes that take work empty; none: it fits none of them, or
    /// too few.
    mutating func lastStart(of index: Int) -> Instant? {
        if let known = scratch.lastStarts[index], known.version == state.nodes.version {
            return known.at(neededTime(of: index))
        }
        let request = state.classes[index].request
        let able = state.nodes.states.filter { $0.takesWork && $0.couldHold(request) }
        let end = Self.lastEnd(of: request.nodes.lowerBound, among: able)
        let found = LastStart(version: state.nodes.version, end: end)
        scratch.lastStarts[index] = found
        return found.at(neededTime(of: index))
    }

    /// When the last so many nodes that can be had together are taken away; none: there never are so many.
    static func lastEnd(of count: Int, among able: [NodeState]) -> Instant? {
        let count = max(count, 1)
        let ends = count == 1 ? [able.map(\.end)] : together(able).map { $0.map(\.end) }
        return ends.filter { $0.count >= count }.map { $0.sorted(by: >)[count - 1] }.max()
    }

    /// Nodes parted by their allocations.
    ///
    /// - Order: an allocation stands where its first node stood.
    static func together(_ nodes: [NodeState]) -> [[NodeState]] {
        var places: [String: Int] = [:]
        var groups: [[NodeState]] = []
        for node in nodes {
            let place = places[node.node.allocation] ?? groups.count
            places[node.node.allocation] = place
            if place == groups.count { groups.append([]) }
            groups[place].append(node)
        }
        return groups
    }

    /// The most of these nodes that one task could have.
    static func mostTogether(_ nodes: [NodeState]) -> Int { together(nodes).map(\.count).max() ?? 0 }

    struct LastStart: Sendable {
        /// Of the nodes it was found for.
        var version: Int
        /// When the last nodes that are enough for a task are taken away.
        var end: Instant?

        func at(_ needed: Duration) -> Instant? {
            guard let end, end.nanoseconds < .max else { return end }
            let (start, isBeforeAll) = end.nanoseconds.subtractingReportingOverflow(needed.nanoseconds)
            return isBeforeAll ? nil : Instant(nanoseconds: start)
        }
    }

    /// What a task may be given: what its job asks for, or what its scheduler deals out to it of the largest node.
    private func coreRange(of task: TaskIdentifier, _ request: Request) -> ClosedRange<Cores> {
        guard request.sharing != .none else { return request.cores }
        let job = state.jobs[task.job.number]
        guard let widths = (try? SharedWidths.widths(for: job.job, cores: mostCores)) ?? nil else {
            return request.cores
        }
        let width = Cores(widths.width(at: task.iteration - job.indices.lowerBound))
        return width...width
    }

    /// The cores of the largest node that is there.
    var mostCores: Int { state.nodes.mostCores }
}

extension NodeState {
    fileprivate var end: Instant { node.endsAt ?? Instant(nanoseconds: .max) }

    /// A place for one node's share of a request, if the node is there for as long as it needs.
    func part(
        for request: Request, cores: ClosedRange<Cores>, lasting needed: Duration, at now: Instant
    ) -> Placement.Part? {
        lasts(needed, from: now) ? place(request, cores: cores) : nil
    }
}
