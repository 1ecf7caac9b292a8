/// A machine, or a part of one, that tasks may run on.
public struct Node: Sendable, Hashable {
    public var identifier: NodeIdentifier
    public var name: String
    /// The processor numbers in binding order: neighbours share caches. Virtual nodes number them from 0.
    public var cores: [Int]
    public var memory: Bytes
    /// The devices' names, as `CUDA_VISIBLE_DEVICES` spells them.
    public var gpus: [String]
    /// Sorted by name, no name twice.
    public var named: [NamedAmount]
    /// Whether its core numbers are real, so that tasks can be held to them.
    public var isBindable: Bool

    public init(identifier: NodeIdentifier, name: String, cores: [Int], memory: Bytes) {
        self.identifier = identifier
        self.name = name
        self.cores = cores
        self.memory = memory
        gpus = []
        named = []
        isBindable = true
    }
}
