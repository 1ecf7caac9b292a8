import Model

/// What is kept for the first in line: when it can start, by what is expected of those that run, and what is left to
/// others then.
struct Reservation: Sendable {
    /// When the first in line can start.
    let at: Instant
    /// The nodes it gets, as they are from then on, once it has its place and everything that is expected to end by
    /// then has ended. What is free on other nodes, nobody needs.
    private var left: [NodeState]

    init(at: Instant, left: [NodeState]) {
        self.at = at
        self.left = left
    }

    var nodes: [Int] { left.map(\.node.identifier.number) }
    /// Beyond what is reserved, no node of its has more.
    var mostLeft: Cores { left.map(\.freeCores).max() ?? .zero }

    /// Whether something that runs for so long has ended by then.
    func ends(_ runTime: Duration, from now: Instant) -> Bool { now + runTime <= at }

    /// Whether so much is left on a node beyond what is reserved there.
    func leaves(_ part: Placement.Part) -> Bool {
        left.first { $0.node.identifier == part.node }?.canSpare(part) ?? true
    }

    /// How many cores are left on a node beyond what is reserved there.
    func coresLeft(on node: NodeIdentifier) -> Int {
        left.first { $0.node.identifier == node }?.wholeCores ?? Int.max
    }

    /// Something that will still run then has taken its place.
    mutating func give(_ placement: Placement) {
        for part in placement.parts {
            guard let position = left.firstIndex(where: { $0.node.identifier == part.node }) else { continue }
            left[position].give(part, to: Self.nobody)
        }
    }

    // Before all time: nothing ends in time for it, so that whoever passes must leave it its place.
    static let never = Instant(nanoseconds: -1)

    // A slot that no chain has: who holds what is not asked in a reservation.
    static let nobody = -1
}

extension NodeState {
    /// Whether so much is free, on whatever cores.
    func canSpare(_ part: Placement.Part) -> Bool {
        let gpus = part.gpus.reduce(into: Int64(0)) { $0 += $1.share.thousandths }
        let named = part.named.allSatisfy { asked in
            guard let position = node.named.firstIndex(where: { $0.name == asked.name }) else { return false }
            return freeNamed[position] >= asked.amount.thousandths
        }
        return part.width <= freeCores && part.memory <= freeMemory && gpus <= freeOfGPU.reduce(0, +) && named
    }
}
