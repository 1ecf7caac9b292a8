import Model

/// What is kept for the first in line: when it can start, by what is expected of those that run, and what is left to
/// others then.
struct Reservation: Sendable {
    /// When the first in line can start.
    let at: Instant
    /// What is free from then on, once the first in line has its place and everything that is expected to end by then
    /// has ended.
    private var left: NodeTable

    init(at: Instant, left: NodeTable) {
        self.at = at
        self.left = left
    }

    /// Whether so much is left on a node beyond what is reserved there.
    func leaves(_ part: Placement.Part) -> Bool { left[part.node].canSpare(part) }

    /// Something that will still run then has taken its place.
    mutating func give(_ placement: Placement) { left.give(placement, to: Self.nobody) }

    // A slot that no chain has: who holds what is not asked in a reservation.
    static let nobody = -1
}

extension Planner {
    /// For a task that does not fit now; none when it would not fit either once everything that runs has ended.
    ///
    /// - Cost: O(running chains × log of them), and a search each time some of them end.
    func reservation(for task: TaskIdentifier, of index: Int, at now: Instant) -> Reservation? {
        var nodes = state.nodes
        var ends = expectedEnds(at: now)
        while let at = ends.last?.at {
            while let end = ends.last, end.at == at {
                if let chain = state.chains[end.slot] { nodes.takeBack(chain.placement, from: end.slot) }
                ends.removeLast()
            }
            if let placement = placement(for: task, of: index, on: nodes, at: at) {
                nodes.give(placement, to: Reservation.nobody)
                return Reservation(at: at, left: nodes)
            }
        }
        return nil
    }

    private struct ExpectedEnd {
        var at: Instant
        var slot: Int
    }

    /// Of the chains in motion, the first last.
    private func expectedEnds(at now: Instant) -> [ExpectedEnd] {
        var ends: [ExpectedEnd] = []
        for (slot, chain) in state.chains.enumerated() {
            guard let chain else { continue }
            ends.append(ExpectedEnd(at: expectedEnd(of: chain, at: now), slot: slot))
        }
        return ends.sorted { ($1.at, $1.slot) < ($0.at, $0.slot) }
    }

    /// When a chain should have given its cores back: each time it is found to run longer, twice as long is expected.
    private func expectedEnd(of chain: Chain, at now: Instant) -> Instant {
        guard let first = chain.first, let motion = state.motion[first.number] else { return now }
        let expected = max(estimate(of: chain.requestClass, first: motion.task), .milliseconds(1))
        let start = motion.startedAt ?? chain.progressedAt
        var own = expected
        while start + own <= now { own += own }
        let (behind, isTooLong) = expected.nanoseconds.multipliedReportingOverflow(by: Int64(chain.count - 1))
        return start + own + Duration(nanoseconds: isTooLong ? Self.longestBehind : min(behind, Self.longestBehind))
    }

    // A hundred years, as long as a wall time may be: with it and the present, a sum stays within 64 bits.
    private static let longestBehind = Duration.seconds(36_500 * 86_400).nanoseconds
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
