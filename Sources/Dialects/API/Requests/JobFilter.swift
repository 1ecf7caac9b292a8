package import Model

/// Which jobs of a long list are meant, and in which order.
package struct JobFilter: Sendable, Hashable {
    /// None of them: every state.
    package var state: TaskState?
    package var tag: String?
    package var name: String?
    package var order = Order.submission

    package enum Order: String, Sendable, Hashable, CaseIterable {
        case submission
        /// Those that move or failed, then those that ended last; the page itself is in the order of submission.
        case interest
    }

    package init() {}

    package var isEmpty: Bool { state == nil && tag == nil && name == nil }
}
