internal import Synchronization

/// How often what was asked for, and how it was answered.
final class RequestCounts: Sendable {
    struct Kind: Hashable, Sendable {
        /// None: a path that nobody knows.
        var operation: Operation?
        var status: Int
    }

    private let counts = Mutex<[Kind: Int]>([:])

    func add(_ operation: Operation?, _ status: Int) {
        counts.withLock { $0[Kind(operation: operation, status: status), default: 0] += 1 }
    }

    /// In the order of the operations.
    var all: [(kind: Kind, count: Int)] {
        counts.withLock { counts in
            counts.map { ($0.key, $0.value) }.sorted { left, right in
                (left.0.operation?.rawValue ?? "", left.0.status) < (right.0.operation?.rawValue ?? "", right.0.status)
            }
        }
    }
}
