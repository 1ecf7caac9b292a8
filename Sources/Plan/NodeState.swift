import Model

/// What of one node is free.
///
/// - Units: cores, GPUs and named amounts in thousandths, memory in bytes.
struct NodeState: Sendable, Hashable {
    /// Apart, since looking ahead copies what is free of it, again and again.
    private let kept: Kept<Node>
    var isLost = false
    /// Since when its executor has not been heard.
    var silentSince: Instant?
    var isDraining = false
    /// Of each core, by its position.
    private(set) var freeOfCore: [Int64]
    private(set) var freeCores: Cores
    /// The positions of the cores of which nothing is given away, and how many they are.
    private(set) var whole: CoreSet
    private(set) var wholeCores: Int
    /// The positions of the cores that others keep busy, ascending: nothing of them is given away, and nothing is free.
    private(set) var keptByOthers: [Int] = []
    private(set) var freeMemory: Bytes
    private(set) var freeOfGPU: [Int64]
    private(set) var freeNamed: [Int64]
    /// The slots of the chains that take part of it, in no order that means anything.
    private(set) var chains: [Int] = []

    init(node: Node) {
        kept = Kept(node)
        freeOfCore = Array(repeating: 1000, count: node.cores.count)
        freeCores = Cores(node.cores.count)
        wholeCores = node.cores.count
        whole = CoreSet(all: node.cores.count)
        freeMemory = node.memory
        freeOfGPU = Array(repeating: 1000, count: node.gpus.count)
        freeNamed = node.named.map(\.amount.thousandths)
    }

    var node: Node { kept.value }

    /// How much of each amount it has, were it empty.
    var size: Needs {
        Needs(
            cores: Cores(node.cores.count).thousandths, memory: node.memory.count,
            gpus: Amount(node.gpus.count).thousandths,
            time: .max)
    }

    /// How many cores others leave to us.
    var coresBesideOthers: Cores { Cores(node.cores.count - keptByOthers.count) }

    /// How much of each amount is free.
    var room: Needs {
        Needs(
            cores: freeCores.thousandths, memory: freeMemory.count, gpus: freeOfGPU.reduce(0, +), time: .max)
    }

    var outline: NodeTable.Outline {
        NodeTable.Outline(takesWork: takesWork, size: size, room: room, endsAt: node.endsAt ?? .never)
    }

    /// Whether anything new may start there.
    var takesWork: Bool { !isLost && silentSince == nil && !isDraining }

    mutating func give(_ part: Placement.Part, to chain: Int) {
        change(part, by: -1)
        chains.append(chain)
    }

    mutating func takeBack(_ part: Placement.Part, from chain: Int) {
        change(part, by: 1)
        guard let place = chains.firstIndex(of: chain) else { return }
        chains.swapAt(place, chains.count - 1)
        chains.removeLast()
    }

    /// From now on others keep these cores busy, and no more; of those of which something is given away, nobody takes
    /// it.
    mutating func leaveToOthers(_ positions: [Int]) {
        change(wholeCores(at: keptByOthers), by: 1)
        keptByOthers = positions.filter { freeOfCore.indices.contains($0) && freeOfCore[$0] == 1000 }
        change(wholeCores(at: keptByOthers), by: -1)
    }

    /// Whether nothing of a core is given away.
    func isLeftToOthers(_ position: Int) -> Bool {
        freeOfCore.indices.contains(position) && (freeOfCore[position] == 1000 || keptByOthers.contains(position))
    }

    private func wholeCores(at positions: [Int]) -> Placement.Part {
        Placement.Part(node: node.identifier, cores: positions.map { Placement.CoreShare(position: $0) })
    }

    /// Whether something that takes so long ends before the node is taken away.
    func lasts(_ needed: Duration, from now: Instant) -> Bool {
        guard let endsAt = node.endsAt else { return true }
        return endsAt > now && needed < endsAt - now
    }

    private mutating func change(_ part: Placement.Part, by sign: Int64) {
        var changed: Int64 = 0
        // Through a pointer: all cores of all that starts and ends pass here.
        freeOfCore.withUnsafeMutableBufferPointer { free in
            for core in part.cores where core.position < free.count {
                let before = free[core.position]
                let after = before + sign * core.share.thousandths
                free[core.position] = after
                changed += after - before
                guard (after == 1000) != (before == 1000) else { continue }
                wholeCores += after == 1000 ? 1 : -1
                if after == 1000 { whole.insert(core.position) } else { whole.remove(core.position) }
            }
        }
        freeCores += Cores(thousandths: changed)
        for gpu in part.gpus where gpu.position < freeOfGPU.count {
            freeOfGPU[gpu.position] += sign * gpu.share.thousandths
        }
        for amount in part.named {
            guard let position = node.named.firstIndex(where: { $0.name == amount.name }) else { continue }
            freeNamed[position] += sign * amount.amount.thousandths
        }
        freeMemory += Bytes(sign * part.memory.count)
    }

    /// Whether the same is free and the same chains, and others, hold the rest.
    func hasSameFree(as other: NodeState) -> Bool {
        keptByOthers == other.keptByOthers && freeOfCore == other.freeOfCore && freeOfGPU == other.freeOfGPU
            && freeNamed == other.freeNamed
            && freeMemory == other.freeMemory && freeCores == other.freeCores && wholeCores == other.wholeCores
            && chains.sorted() == other.chains.sorted()
    }

    /// Whether nothing is given twice: no amount below zero, none above what the node has.
    var isSound: Bool {
        freeOfCore.allSatisfy { (0...1000).contains($0) } && freeOfGPU.allSatisfy { (0...1000).contains($0) }
            && freeMemory >= .zero && freeMemory <= node.memory
            && zip(freeNamed, node.named).allSatisfy { $0 >= 0 && $0 <= $1.amount.thousandths }
            && freeCores.thousandths == freeOfCore.reduce(0, +)
            && keptByOthers.allSatisfy { freeOfCore[$0] == 0 }
            && freeOfCore.indices.allSatisfy { whole.contains($0) == (freeOfCore[$0] == 1000) }
    }
}
