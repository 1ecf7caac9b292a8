import Model

/// All nodes, and those that take work found by how much of them is free.
///
/// - Cost: giving, taking back and finding the tightest node O(log nodes); nothing else depends on their number.
struct NodeTable: Sendable, Hashable {
    private(set) var states: [NodeState] = []
    /// Of each node what is asked most, close together.
    private(set) var outlines: [Outline] = []
    /// The nodes that take work, if anything of a core is free.
    private(set) var free = NodeShelf()
    /// The same by the nodes' sizes, ascending, once they differ.
    private(set) var freeBySize: [(size: Int, free: NodeShelf)] = []
    /// Of each node, by how many whole free cores it stands in the shelves; below zero: nowhere.
    private var places: [Int] = []
    /// The nodes that take work and have parts of cores free.
    private var divided = NumberSet()
    /// The node on which something was begun last.
    var lastTaken: Int?
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
    /// Whether all nodes have as much of cores, memory and GPUs as each other.
    private(set) var areAlike = true
    /// Whether any node was said to end.
    private(set) var hasEnds = false

    struct Outline: Sendable, Hashable {
        let takesWork: Bool
        /// How much of each amount it has, and how much of that is free.
        let size: Needs
        let room: Needs
        /// When it is taken away.
        let endsAt: Instant

    }

    /// What is found faster is no other state.
    static func == (left: NodeTable, right: NodeTable) -> Bool {
        left.states == right.states && left.lastTaken == right.lastTaken
    }

    func hash(into hasher: inout Hasher) { hasher.combine(states) }

    var count: Int { states.count }
    var indices: Range<Int> { states.indices }
    /// Whether no core of a node that takes work is free.
    var isBusy: Bool { free.isEmpty }
    /// The nodes that were not lost.
    var present: [NodeState] { states.filter { !$0.isLost } }

    /// No node that takes work has more cores free.
    var mostFree: Cores { free.last.map { Cores($0 + (divided.isEmpty ? 0 : 1)) } ?? .zero }

    /// The same without some nodes.
    func mostFree(except numbers: [Int]) -> Cores {
        var place = free.last
        while let present = place {
            var next = free.node(with: present, from: 0)
            while let number = next {
                if !numbers.contains(number) { return Cores(present + (divided.isEmpty ? 0 : 1)) }
                next = free.node(with: present, from: number + 1)
            }
            place = free.last(upTo: present - 1)
        }
        return .zero
    }

    subscript(node: Int) -> NodeState { states[node] }
    subscript(node: NodeIdentifier) -> NodeState { states[node.number] }

    func contains(_ node: NodeIdentifier) -> Bool { states.indices.contains(node.number) }

    mutating func append(_ node: Node) {
        states.append(NodeState(node: node))
        places.append(-1)
        outlines.append(states[states.count - 1].outline)
        sortBySize(node.cores.count)
        if node.endsAt != nil { hasEnds = true }
        if states[states.count - 1].size != states[0].size { areAlike = false }
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
        outlines[number] = states[number].outline
        let free = states[number].freeCores
        let hasRoom = states[number].takesWork && free > .zero
        let isDivided = hasRoom && free.fraction > 0
        if isDivided != divided.contains(number) {
            if isDivided { divided.insert(number) } else { divided.remove(number) }
        }
        let place = hasRoom ? free.whole : -1
        let before = places[number]
        guard place != before else { return }
        self.free.move(number, from: before, to: place)
        if !freeBySize.isEmpty {
            let size = states[number].node.cores.count
            if let position = freeBySize.firstIndex(where: { $0.size == size }) {
                freeBySize[position].free.move(number, from: before, to: place)
            }
        }
        places[number] = place
    }

    /// Makes room for nodes of a size that was not there before.
    private mutating func sortBySize(_ size: Int) {
        guard size != states[0].node.cores.count || !freeBySize.isEmpty,
            !freeBySize.contains(where: { $0.size == size })
        else { return }
        let sizes = Set(states.map(\.node.cores.count)).sorted()
        freeBySize = sizes.map { ($0, NodeShelf()) }
        for number in indices {
            guard let position = sizes.firstIndex(of: states[number].node.cores.count) else { continue }
            freeBySize[position].free.move(number, from: -1, to: places[number])
        }
    }

    /// What is wrong with the places of nodes; empty when each is found where its free cores belong.
    func findings() -> [String] {
        var copy = self
        for number in indices { copy.place(number) }
        let isRight =
            copy.free == free && copy.places == places && copy.divided == divided && copy.outlines == outlines
        let cores = states.reduce(0) { $0 + ($1.takesWork ? $1.node.cores.count : 0) }
        return isRight && cores == workingCores ? [] : ["the nodes are not where their free cores belong"]
    }
}
