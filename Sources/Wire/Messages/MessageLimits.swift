package import Model

/// How large what is said may be; who gets more takes it for no message.
package enum MessageLimits {
    /// The longest message; what sockets are told to refuse beyond it.
    package static let bytes = 64 << 20
    /// A message that carries many things ends once it has become so long.
    ///
    /// 8 MiB: far above what fills a network, far below what makes other messages wait.
    package static let comfortableBytes = 8 << 20
    /// The longest job that can be sent, packed. What a batch holds besides ends a message before it is added.
    package static let jobBytes = 48 << 20
    /// Facts, or orders with their jobs and nodes, in one message.
    package static let items = 65_536
    /// Attempts in a greeting.
    package static let attempts = 1 << 20
    /// Cores of one node.
    package static let cores = 1 << 20
    /// Bytes in one piece of output.
    package static let pieceBytes = 1 << 20

    /// Whether a job can be sent to an executor at all, to be asked before it is taken.
    package static func allow(_ job: Job) -> Bool {
        var packer = FactPacker()
        packer.put(job)
        return packer.bytes.count <= jobBytes
    }
}
