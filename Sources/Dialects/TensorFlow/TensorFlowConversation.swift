package import Model

/// What is said between the scheduler and the old client in one container.
package struct TensorFlowConversation: Sendable, Hashable {
    package let container: Int
    /// What it comes to beside talking; none yet.
    package private(set) var verdict: Verdict?
    private var parallelism: TensorFlowParallelism
    private var orders: [TensorFlowClientOrder]
    /// When it was last heard or asked.
    private var since: Instant
    private var unanswered = 0
    private var isOver = false

    package enum Verdict: Sendable, Hashable {
        /// It does not answer: its container is to be stopped and started again.
        case dead
        /// It says itself that its training can't go on.
        case failed
    }

    // 20 s and 10 times: as the original waits, and tries.
    private static let patience = Duration.seconds(20)
    private static let tries = 10

    /// - Parameter cores: the container's by now.
    package init(container: Int, cores: Int, at now: Instant) {
        self.container = container
        parallelism = TensorFlowParallelism(threads: cores)
        orders = [.welcome(parallelism)]
        since = now
    }

    package mutating func hear(_ status: TensorFlowClientStatus, at now: Instant) {
        since = now
        unanswered = 0
        switch status {
        case .begun, .live: break
        case .exit:
            isOver = true
            orders.append(.finished)
        case .error: verdict = verdict ?? .failed
        }
    }

    /// What is to be said by now; called again and again.
    ///
    /// - Parameter isPaused: a container that stands still can't answer.
    package mutating func say(cores: Int, isPaused: Bool, at now: Instant) -> [TensorFlowClientOrder] {
        if isPaused || isOver {
            since = now
        } else {
            let present = TensorFlowParallelism(threads: cores)
            if present != parallelism { orders.append(.change(present)) }
            parallelism = present
            ask(at: now)
        }
        defer { orders.removeAll() }
        return orders
    }

    private mutating func ask(at now: Instant) {
        guard now - since >= Self.patience else { return }
        since = now
        guard unanswered < Self.tries else { return verdict = verdict ?? .dead }
        unanswered += 1
        orders.append(.areYouAlive)
    }
}
