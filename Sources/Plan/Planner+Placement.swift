import Model

extension Planner {
    /// Nodes and cores for a task on what is free now; none when it does not fit.
    ///
    /// Several nodes are of one allocation, or of none: across two, nobody could start their processes together.
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
        // In the order they were found first, the parts on nodes that were granted together.
        var groups: [(allocation: String, parts: [Placement.Part])] = []
        var chosen = 0
        nodes.search(cores) { number in
            let node = nodes[number]
            guard let part = node.part(for: request, cores: cores, lasting: needed, at: now), mayTake(part) else {
                return false
            }
            let position = groups.firstIndex { $0.allocation == node.node.allocation } ?? groups.count
            if position == groups.count { groups.append((node.node.allocation, [])) }
            groups[position].parts.append(part)
            if groups[position].parts.count > groups[chosen].parts.count { chosen = position }
            return groups[position].parts.count == request.nodes.upperBound
        }
        guard !groups.isEmpty, groups[chosen].parts.count >= request.nodes.lowerBound else { return nil }
        return Placement(parts: groups[chosen].parts.sorted { $0.node < $1.node })
    }

    /// Whether a task of a class that fitted nowhere before has room on this node, which got something to give.
    func mayFit(_ index: Int, on number: Int, at now: Instant) -> Bool {
        let request = state.classes[index].request
        return state.nodes[number].part(
            for: request, cores: request.cores, lasting: neededTime(of: index), at: now) != nil
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
        let found = LastStart(version: state.nodes.version, end: lastEnd(for: state.classes[index].request))
        // 1,000: who is asked for is mostly first in line; of those that were, nothing need be kept.
        if scratch.lastStarts.count > 1000 { scratch.lastStarts = [:] }
        scratch.lastStarts[index] = found
        return found.at(neededTime(of: index))
    }

    /// When the last nodes that are enough for a request are taken away; none: there are not enough.
    private func lastEnd(for request: Request) -> Instant? {
        if request.nodes.lowerBound <= 1, !state.nodes.hasEnds {
            let isThere = state.nodes.states.contains { $0.takesWork && $0.couldHold(request) }
            return isThere ? Instant(nanoseconds: .max) : nil
        }
        let able = state.nodes.states.filter { $0.takesWork && $0.couldHold(request) }
        return Dictionary(grouping: able, by: \.node.allocation).values.compactMap { together in
            let ends = together.map { $0.node.endsAt ?? Instant(nanoseconds: .max) }.sorted(by: >)
            return ends.count >= request.nodes.lowerBound ? ends[max(request.nodes.lowerBound, 1) - 1] : nil
        }.max()
    }

    /// The most of these nodes that one task could have.
    static func mostTogether(_ nodes: [NodeState]) -> Int {
        Dictionary(grouping: nodes, by: \.node.allocation).values.map(\.count).max() ?? 0
    }

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
    func coreRange(of task: TaskIdentifier, _ request: Request) -> ClosedRange<Cores> {
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
    /// A place for one node's share of a request, if the node is there for as long as it needs.
    func part(
        for request: Request, cores: ClosedRange<Cores>, lasting needed: Duration, at now: Instant
    ) -> Placement.Part? {
        lasts(needed, from: now) ? place(request, cores: cores) : nil
    }
}
