package import Model

/// A process of a task, as it was seen on a node.
package struct QCGProcess: Sendable, Hashable {
    package var identifier: Int
    package var parent: Int
    package var name: String
    package var words: [String]
    package var node: String
    package var createdAt: Instant
    /// The processors it might run on.
    package var processors: [Int]
    package var userTime: Duration
    package var systemTime: Duration
    package var memory: Bytes

    package init(
        identifier: Int, parent: Int, name: String, words: [String], node: String, createdAt: Instant,
        processors: [Int] = [], userTime: Duration = .zero, systemTime: Duration = .zero, memory: Bytes = .zero
    ) {
        self.identifier = identifier
        self.parent = parent
        self.name = name
        self.words = words
        self.node = node
        self.createdAt = createdAt
        self.processors = processors
        self.userTime = userTime
        self.systemTime = systemTime
        self.memory = memory
    }
}
