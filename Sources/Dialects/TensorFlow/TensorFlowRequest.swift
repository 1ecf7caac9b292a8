package import Model

/// One line of a requests file: a container to run, or another width for one that was asked for before.
package struct TensorFlowRequest: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case execution, update
    }

    package var kind: Kind
    /// The container's number; it is called `instanceN`.
    package var instance: Int
    package var image: String
    /// Of both kinds together; an update gives the new total.
    package var threads: Int
    /// What stands in the line; what it means is a matter of `TensorFlowWaiting`.
    package var seconds: Duration
    /// 0 goes first.
    package var priority: Int

    package init(
        _ kind: Kind, instance: Int, image: String, threads: Int, seconds: Duration = .zero, priority: Int = 0
    ) {
        self.kind = kind
        self.instance = instance
        self.image = image
        self.threads = threads
        self.seconds = seconds
        self.priority = priority
    }

    package static let priorities = 0...4
    /// As `docker ps` shows it, and every file.
    package var name: String { "instance\(instance)" }
    package var parallelism: TensorFlowParallelism { TensorFlowParallelism(threads: threads) }
}
