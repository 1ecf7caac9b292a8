/// A machine, or a part of one, that tasks may run on.
public struct Node: Sendable, Hashable {
    public var identifier: NodeIdentifier
    public var name: String
    /// The processor numbers in binding order: neighbours share caches. Virtual nodes number them from 0.
    public var cores: [Int]
    /// How many of its cores each of its NUMA domains has, at least one each, all of them in the cores' order; empty:
    /// all are in one, or nobody knows.
    public var domains: [Int]
    public var memory: Bytes
    /// The devices' names, as `CUDA_VISIBLE_DEVICES` spells them.
    public var gpus: [String]
    /// Sorted by name, no name twice.
    public var named: [NamedAmount]
    /// Whether its core numbers are real, so that tasks can be held to them.
    public var isBindable: Bool
    /// What its owner calls it, for people and for choosing.
    public var tags: [String]
    /// Random identity of the executor's process; 0: embedded in the service.
    public var executor: UInt64
    /// The batch system's name and its job, `slurm 1234`; empty: none.
    public var allocation: String
    /// When it is taken away. Nothing starts there that is not expected to end before.
    public var endsAt: Instant?
    /// Why the container engine it has is not used, in a sentence's end for people: `the engine at … is …`. Empty: it
    /// has none, or one that is.
    public var containerProblem: String

    public init(identifier: NodeIdentifier, name: String, cores: [Int], memory: Bytes) {
        self.identifier = identifier
        self.name = name
        self.cores = cores
        self.memory = memory
        domains = []
        gpus = []
        named = []
        isBindable = true
        tags = []
        executor = 0
        allocation = ""
        containerProblem = ""
    }
}
