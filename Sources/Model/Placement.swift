/// Nodes and core ids given to an attempt.
public struct Placement: Sendable, Hashable {
    /// In the order of the nodes' identifiers; never empty.
    public var parts: [Part]

    public struct Part: Sendable, Hashable {
        public var node: NodeIdentifier
        /// Positions in the node's list of cores, ascending.
        public var cores: [CoreShare]
        public var memory: Bytes
        /// Positions in the node's list of GPUs, ascending.
        public var gpus: [DeviceShare]
        public var named: [NamedAmount]

        public init(node: NodeIdentifier, cores: [CoreShare]) {
            self.node = node
            self.cores = cores
            memory = .zero
            gpus = []
            named = []
        }

        public var width: Cores { cores.reduce(.zero) { $0 + $1.share } }
    }

    /// A core, or a part of it.
    public struct CoreShare: Sendable, Hashable {
        public var position: Int
        public var share: Cores

        public init(position: Int, share: Cores = .one) {
            self.position = position
            self.share = share
        }
    }

    /// A GPU, or a part of it.
    public struct DeviceShare: Sendable, Hashable {
        public var position: Int
        public var share: Amount

        public init(position: Int, share: Amount) {
            self.position = position
            self.share = share
        }
    }

    public init(parts: [Part]) { self.parts = parts }

    /// The cores on all nodes together.
    public var width: Cores { parts.reduce(.zero) { $0 + $1.width } }
}
