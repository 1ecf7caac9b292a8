internal import Synchronization

/// How many may do something at once.
final class Permits: Sendable {
    private let free: Atomic<Int>

    init(_ count: Int) { free = Atomic(count) }

    /// False when as many as may have one already.
    func take() -> Bool {
        guard free.subtract(1, ordering: .acquiring).newValue < 0 else { return true }
        giveBack()
        return false
    }

    func giveBack() { free.add(1, ordering: .releasing) }
}
