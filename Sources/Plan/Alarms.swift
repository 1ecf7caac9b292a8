import Model

/// What the planner must look at again at a certain time, the earliest first.
///
/// - Cost: `insert` and `removeDue` O(log n); an alarm that has become pointless is noticed when it rings.
struct Alarms: Sendable {
    enum Purpose: Sendable, Hashable {
        /// A job's date, or a task's rest, has come.
        case release(TaskIdentifier)
        case releaseJob(JobIdentifier)
        /// A node that fell silent then may have been so for longer than some job allows.
        case silence(NodeIdentifier, since: Instant)
        /// A chain's first attempt may run much longer than was expected.
        case chain(Int)
    }

    private struct Alarm: Sendable {
        var at: Instant
        /// Keeps alarms of one instant in the order they were set.
        var number: Int
        var purpose: Purpose

        func isBefore(_ other: Alarm) -> Bool { at == other.at ? number < other.number : at < other.at }
    }

    private var heap: [Alarm] = []
    private var nextNumber = 0

    var first: Instant? { heap.first?.at }

    mutating func insert(_ purpose: Purpose, at: Instant) {
        heap.append(Alarm(at: at, number: nextNumber, purpose: purpose))
        nextNumber += 1
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeDue(at now: Instant) -> Purpose? {
        guard let due = heap.first, due.at <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var smaller = 2 * parent + 1
            if smaller + 1 < heap.count, heap[smaller + 1].isBefore(heap[smaller]) { smaller += 1 }
            guard smaller < heap.count, heap[smaller].isBefore(heap[parent]) else { break }
            heap.swapAt(parent, smaller)
            parent = smaller
        }
        return due.purpose
    }
}
