package import Model

/// A node as the batch system granted it: perhaps a part of the machine.
package struct AllocatedNode: Sendable, Hashable {
    /// The batch system's name, not always the host's.
    package var name: String
    /// What the batch system counts as a processor: cores, or hardware threads where it was set up so.
    package var cores: Int
    /// None: no amount was said, so all there is or nobody counts.
    package var memory: Bytes?
    /// The devices' names; none where only a process on that node can know.
    package var gpus: [String]?

    package init(name: String, cores: Int, memory: Bytes? = nil, gpus: [String]? = nil) {
        self.name = name
        self.cores = cores
        self.memory = memory
        self.gpus = gpus
    }
}
