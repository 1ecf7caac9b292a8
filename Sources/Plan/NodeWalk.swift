import Model

/// The nodes that take work and may have so much free, one after another.
///
/// - Order: those with the whole width free first, as the policy chooses among them; then the others, the widest
///   first; by whole cores, and among equals the lowest number.
/// - Cost: O(log nodes) a step; rotating, that times the different numbers of free cores.
struct NodeWalk {
    private let choice: Policy.NodeChoice
    private let wanted: Int
    private let least: Int
    /// Whether those with the whole width have all been visited.
    private var isBehindWhole = false
    /// So much is free on those that are visited, and of them the lowest number that was not.
    private var place: Int?
    private var number = 0
    /// In turn: where the round ends, and where it began.
    private var end = 0
    private var begin: Int?
    /// The fullest first: of each size, how much is free on those that come next.
    private var places: [Int?] = []

    init(_ cores: ClosedRange<Cores>, _ choice: Policy.NodeChoice = .tightest, in nodes: borrowing NodeTable) {
        wanted = min(cores.upperBound.whole, nodes.free.count)
        least = cores.lowerBound.whole
        switch choice {
        case .pack where nodes.freeBySize.isEmpty: self.choice = .tightest
        default: self.choice = choice
        }
        switch self.choice {
        case .tightest: place = nodes.free.first(from: wanted)
        case .spread: place = nodes.free.last
        case .rotating:
            let begin = (nodes.lastTaken ?? -1) + 1
            self.begin = begin
            number = begin
            end = max(begin, nodes.count)
        case .pack: places = nodes.freeBySize.map { $0.free.first(from: wanted) }
        }
    }

    mutating func next(in nodes: NodeTable) -> Int? {
        if !isBehindWhole {
            if let found = nextWhole(in: nodes) { return found }
            isBehindWhole = true
            place = nodes.free.last(upTo: wanted - 1)
            number = 0
        }
        return nextNarrower(downTo: least, in: nodes)
    }

    private mutating func nextWhole(in nodes: NodeTable) -> Int? {
        switch choice {
        case .tightest: nextWider(in: nodes)
        case .spread: nextNarrower(downTo: wanted, in: nodes)
        case .rotating: nextInTurn(in: nodes)
        case .pack: nextFullest(in: nodes)
        }
    }

    private mutating func nextWider(in nodes: NodeTable) -> Int? {
        while let present = place {
            if let found = nodes.free.node(with: present, from: number) {
                number = found + 1
                return found
            }
            place = nodes.free.first(from: present + 1)
            number = 0
        }
        return nil
    }

    private mutating func nextNarrower(downTo lowest: Int, in nodes: NodeTable) -> Int? {
        while let present = place, present >= lowest {
            if let found = nodes.free.node(with: present, from: number) {
                number = found + 1
                return found
            }
            place = nodes.free.last(upTo: present - 1)
            number = 0
        }
        return nil
    }

    /// Begins behind the node that was taken last, and comes round to it.
    private mutating func nextInTurn(in nodes: NodeTable) -> Int? {
        while true {
            if let found = nodes.free.node(withAtLeast: wanted, from: number), found < end {
                number = found + 1
                return found
            }
            guard let begin else { return nil }
            end = min(begin, nodes.count)
            self.begin = nil
            number = 0
        }
    }

    /// Where most is in use; of nodes of one size that is where the least is free, among equals the smallest.
    private mutating func nextFullest(in nodes: NodeTable) -> Int? {
        while true {
            var fullest: (used: Int, position: Int, place: Int)?
            for (position, place) in places.enumerated() {
                guard let place else { continue }
                let used = nodes.freeBySize[position].size - place
                if used > fullest?.used ?? -1 { fullest = (used, position, place) }
            }
            guard let (_, position, place) = fullest else { return nil }
            if let found = nodes.freeBySize[position].free.node(with: place, from: number) {
                number = found + 1
                return found
            }
            places[position] = nodes.freeBySize[position].free.first(from: place + 1)
            number = 0
        }
    }
}
