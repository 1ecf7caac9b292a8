import Model

/// What lies ahead, the earliest first; of one instant in the order it was put down.
///
/// - Cost: everything O(log n); n is how much lies ahead.
struct Agenda {
    enum Event {
        case end(AttemptEnd)
        /// An executor carries out what it was asked.
        case adjust(AttemptIdentifier, Adjustment)
    }

    private struct Entry {
        var at: Instant
        /// Keeps entries of one instant in the order they were put down.
        var number: Int
        var event: Event

        func isBefore(_ other: Entry) -> Bool { at == other.at ? number < other.number : at < other.at }
    }

    private var heap: [Entry] = []
    private var nextNumber = 0
    /// Of each attempt that is to end, the number of the entry that holds; others are passed over.
    private var ends: [AttemptIdentifier: Int] = [:]

    /// - Invariant: the first entry holds.
    var first: Instant? { heap.first?.at }

    mutating func insert(_ event: Event, at instant: Instant) {
        if case .end(let end) = event { ends[end.attempt] = nextNumber }
        heap.append(Entry(at: instant, number: nextNumber, event: event))
        nextNumber += 1
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
        dropForgotten()
    }

    /// Forgets that an attempt was to end.
    mutating func removeEnd(of attempt: AttemptIdentifier) {
        ends[attempt] = nil
        dropForgotten()
    }

    mutating func removeDue(at now: Instant) -> Event? {
        guard let entry = heap.first, entry.at <= now else { return nil }
        removeFirst()
        if case .end(let end) = entry.event { ends[end.attempt] = nil }
        dropForgotten()
        return entry.event
    }

    private mutating func dropForgotten() {
        while let entry = heap.first, case .end(let end) = entry.event, ends[end.attempt] != entry.number {
            removeFirst()
        }
    }

    private mutating func removeFirst() {
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
    }
}
