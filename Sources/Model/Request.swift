/// How much capacity a task needs at once.
///
/// With several nodes the amounts are for each node.
public struct Request: Sendable, Hashable {
    /// From the least the task can run with to the most it can use; equal bounds: exactly that.
    public var cores: ClosedRange<Cores>
    /// What it would like to have, within the range; none: the most.
    public var preferredCores: Cores?
    /// Whether its width may change while it runs.
    public var isMalleable: Bool
    public var nodes: ClosedRange<Int>
    /// Whether it takes every core of a node whatever their number.
    public var takesWholeNode: Bool
    public var memory: Bytes
    /// How far memory may grow in retries after the task ran out of it; equal to `memory`: not at all.
    public var memoryLimit: Bytes
    public var gpus: Amount
    /// Sorted by name, no name twice.
    public var named: [NamedAmount]
    /// The kill time: an attempt that runs longer is ended.
    public var wallTime: Duration?
    /// How long the submitter expects an attempt to run.
    public var expectedTime: Duration?
    /// How an iterated job's widths are dealt out.
    public var sharing: Sharing
    /// What would do as well, of which the plan takes what it can have first; those have no alternatives.
    public var alternatives: [Request]

    /// The pilot-job schedulers that deal the machine's cores out among a job's iterations.
    public enum Sharing: Sendable, Hashable {
        /// Each task takes what is free, up to its maximum.
        case none
        /// The fewest rounds, cores spread evenly, the remainder to the last iterations.
        case fewestRounds
        /// The machine in so many equal parts.
        case equalParts(Int)
    }

    /// The width it is given when there is enough.
    public var asked: Cores {
        // The range may have been changed without it.
        preferredCores.map { min(max($0, cores.lowerBound), cores.upperBound) } ?? cores.upperBound
    }

    public static let oneCore = Request(cores: .one)

    public init(cores: Cores) { self.init(cores: cores...cores) }

    public init(cores: ClosedRange<Cores>) {
        self.cores = cores
        nodes = 1...1
        takesWholeNode = false
        memory = .zero
        memoryLimit = .zero
        gpus = .zero
        named = []
        sharing = .none
        isMalleable = false
        alternatives = []
    }
}
