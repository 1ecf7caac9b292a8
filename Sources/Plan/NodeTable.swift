import Model

/// All nodes, and those that take work found by how much of them is free.
///
/// - Cost: giving, taking back and finding the tightest node O(log nodes); nothing else depends on their number.
struct NodeTable: Sendable, Hashable {
    private(set) var states: [NodeState] = []
    /// By whole free cores: the nodes that take work, if anything of a core is free.
    private var byFreeCores: [NumberSet] = []
    private var filled = NumberSet()
    /// Of each node, where in `byFreeCores` it is; below zero: nowhere.
    private var places: [Int] = []
    /// Nodes that got something to give since `forgetGains`.
    private(set) var gained = NumberSet()
    /// Changes whenever a node comes, goes, or takes work or not.
    private(set) var version = 0
    /// The cores of all nodes that take work.
    private(set) var workingCores = 0
    /// The cores of the largest node that was not lost.
    private(set) var mostCores = 0
    /// As much of each amount as one node that takes work has, were it empty.
    private(set) var largest = Needs.nothing
    /// Whether any node was said to end.
    private(set) var hasEnds = false

    /// What is found faster is no other state.
    static func == (left: NodeTable, right: NodeTable) -> Bool { left.states == right.states }
    func hash(into hasher: inout Hasher) { hasher.combine(states) }

    var count: Int { states.count }
    var indices: Range<Int> { states.indices }
    /// Whether no core of a node that takes work is free.
    var isBusy: Bool { filled.isEmpty }
    /// The nodes that were not lost.
    var present: [NodeState] { states.filter { !$0.isLost } }

    /// No node that takes work has more cores free.
    var mostFree: Cores { filled.last.map { Cores($0 + 1) } ?? .zero }

    /// The same without some nodes.
    func mostFree(except numbers: [Int]) -> Cores {
        var place = filled.last
        while let present = place {
            var next = byFreeCores[present].first
            while let number = next {
                if !numbers.contains(number) { return Cores(present + 1) }
                next = byFreeCores[present].first(from: number + 1)
            }
            place = filled.last(upTo: present - 1)
        }
        return .zero
    }

    subscript(node: Int) -> NodeState { states[node] }
    subscript(node: NodeIdentifier) -> NodeState { states[node.number] }

    func contains(_ node: NodeIdentifier) -> Bool { states.indices.contains(node.number) }

    mutating func append(_ node: Node) {
        states.append(NodeState(node: node))
        places.append(-1)
        if node.endsAt != nil { hasEnds = true }
        workingCores += node.cores.count
        mostCores = max(mostCores, node.cores.count)
        version += 1
        largest.formMaximum(states[states.count - 1].size)
        place(states.count - 1)
        gained.insert(states.count - 1)
    }

    /// Changes whether, and how, a node is there.
    mutating func update(_ node: NodeIdentifier, _ change: (inout NodeState) -> Void) {
        let number = node.number
        let tookWork = states[number].takesWork
        let wasLost = states[number].isLost
        change(&states[number])
        let takesWork = states[number].takesWork
        if takesWork != tookWork {
            workingCores += (takesWork ? 1 : -1) * states[number].node.cores.count
            largest = states.reduce(into: .nothing) { if $1.takesWork { $0.formMaximum($1.size) } }
            version += 1
        }
        if states[number].isLost != wasLost {
            mostCores = states.reduce(0) { $1.isLost ? $0 : max($0, $1.node.cores.count) }
            version += 1
        }
        place(number)
        if takesWork { gained.insert(number) }
    }

    /// Gives what a chain is placed on.
    mutating func give(_ placement: Placement, to chain: Int) {
        for part in placement.parts {
            states[part.node.number].give(part, to: chain)
            place(part.node.number)
        }
    }

    mutating func takeBack(_ placement: Placement, from chain: Int) {
        for part in placement.parts {
            states[part.node.number].takeBack(part, from: chain)
            place(part.node.number)
            if states[part.node.number].takesWork { gained.insert(part.node.number) }
        }
    }

    mutating func forgetGains() { gained.removeAll() }

    /// Puts a node where its free cores belong.
    private mutating func place(_ number: Int) {
        let state = states[number]
        let place = state.takesWork && state.freeCores > .zero ? state.freeCores.whole : -1
        let before = places[number]
        guard place != before else { return }
        if before >= 0 {
            byFreeCores[before].remove(number)
            if byFreeCores[before].isEmpty { filled.remove(before) }
        }
        if place >= 0 {
            while byFreeCores.count <= place { byFreeCores.append(NumberSet()) }
            if byFreeCores[place].isEmpty { filled.insert(place) }
            byFreeCores[place].insert(number)
        }
        places[number] = place
    }

    /// Visits the nodes that take work and may have so much free, until `visit` says that it is enough.
    ///
    /// - Order: those with the whole width free first, the tightest of them first; then the others, the widest first;
    ///   by whole cores, and among equals the lowest number.
    func search(_ cores: ClosedRange<Cores>, _ visit: (Int) -> Bool) {
        let wanted = min(cores.upperBound.whole, byFreeCores.count)
        var place = filled.first(from: wanted)
        while let present = place {
            if visitAll(present, visit) { return }
            place = filled.first(from: present + 1)
        }
        var narrower = wanted - 1
        while narrower >= cores.lowerBound.whole {
            if visitAll(narrower, visit) { return }
            narrower -= 1
        }
    }

    /// What is wrong with the places of nodes; empty when each is found where its free cores belong.
    func findings() -> [String] {
        var copy = self
        for number in indices { copy.place(number) }
        let isRight = copy.byFreeCores == byFreeCores && copy.places == places && copy.filled == filled
        let cores = states.reduce(0) { $0 + ($1.takesWork ? $1.node.cores.count : 0) }
        return isRight && cores == workingCores ? [] : ["the nodes are not where their free cores belong"]
    }

    private func visitAll(_ place: Int, _ visit: (Int) -> Bool) -> Bool {
        var next = byFreeCores[place].first
        while let number = next {
            if visit(number) { return true }
            next = byFreeCores[place].first(from: number + 1)
        }
        return false
    }
}
