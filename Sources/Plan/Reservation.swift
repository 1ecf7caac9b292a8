import Model

/// What is kept for the first in line: when it can start, by what is expected of those that run, and what is left to
/// others then.
struct Reservation: Sendable {
    /// When the first in line can start.
    let at: Instant
    /// The nodes it gets, by their numbers. What is free on others, nobody needs.
    let nodes: [Int]
    /// Of each of these what is free from then on, once it has its place and everything that is expected to end by
    /// then has ended.
    private var left: [Rest]

    /// How much of a node is left, on whatever cores.
    struct Rest: Sendable {
        var room: Needs
        var wholeCores: Int
        var named: [NamedAmount]
    }

    init(at: Instant, nodes: [Int], left: [Rest]) {
        self.at = at
        self.nodes = nodes
        self.left = left
    }

    init(at: Instant, left: [NodeState]) {
        self.init(at: at, nodes: left.map(\.node.identifier.number), left: left.map(Rest.init))
    }

    /// Beyond what is reserved, no node of its has more.
    var mostLeft: Cores { Cores(thousandths: left.reduce(0) { max($0, $1.room.cores) }) }

    /// Whether something that runs for so long has ended by then.
    func ends(_ runTime: Duration, from now: Instant) -> Bool { now + runTime <= at }

    /// Whether so much is left on a node beyond what is reserved there.
    func leaves(_ part: Placement.Part) -> Bool { position(of: part.node).map { left[$0].canSpare(part) } ?? true }

    /// How many cores are left on a node beyond what is reserved there.
    func coresLeft(on node: NodeIdentifier) -> Int { position(of: node).map { left[$0].wholeCores } ?? Int.max }

    /// Something that will still run then has taken its place.
    mutating func give(_ placement: Placement) {
        for part in placement.parts {
            if let position = position(of: part.node) { left[position].give(part) }
        }
    }

    private func position(of node: NodeIdentifier) -> Int? { nodes.firstIndex(of: node.number) }

    // Before all time: nothing ends in time for it, so that whoever passes must leave it its place.
    static let never = Instant(nanoseconds: -1)

    // A slot that no chain has: who holds what is not asked in a reservation.
    static let nobody = -1
}

extension Reservation.Rest {
    init(_ node: NodeState) {
        room = node.room
        wholeCores = node.wholeCores
        named = zip(node.node.named, node.freeNamed).map {
            NamedAmount(name: $0.name, amount: Amount(thousandths: $1))
        }
    }

    func canSpare(_ part: Placement.Part) -> Bool {
        Needs(of: part).fit(into: room)
            && part.named.allSatisfy { asked in named.contains { $0.name == asked.name && $0.amount >= asked.amount } }
    }

    mutating func give(_ part: Placement.Part) {
        room.subtract(Needs(of: part))
        wholeCores = min(wholeCores - part.cores.count { $0.share == .one }, Int(room.cores / 1000))
        for amount in part.named {
            guard let position = named.firstIndex(where: { $0.name == amount.name }) else { continue }
            named[position].amount -= amount.amount
        }
    }
}
