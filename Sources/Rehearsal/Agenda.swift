import Model

/// What lies ahead, the earliest first; of one instant in the order it was put down.
///
/// - Cost: everything O(log n); n is how much lies ahead.
struct Agenda {
    enum Event {
        case end(AttemptIdentifier, Outcome)
        /// An executor carries out what it was asked.
        indirect case adjust(AttemptIdentifier, Adjustment)
    }

    private struct Entry {
        var at: Instant
        /// Keeps entries of one instant in the order they were put down.
        var number: Int
        var event: Event

        func isBefore(_ other: Entry) -> Bool { at == other.at ? number < other.number : at < other.at }
    }

    /// What an entry is taken back by.
    struct Number: Hashable { fileprivate var number: Int }

    private var heap: [Entry] = []
    private var nextNumber = 0
    /// Entries that hold no more and are passed over.
    private var forgotten: Set<Int> = []

    /// - Invariant: the first entry holds.
    var first: Instant? { heap.first?.at }

    @discardableResult
    mutating func insert(_ event: Event, at instant: Instant) -> Number {
        let entry = Entry(at: instant, number: nextNumber, event: event)
        nextNumber += 1
        var child = heap.count
        heap.append(entry)
        while child > 0, entry.isBefore(heap[(child - 1) / 2]) {
            heap[child] = heap[(child - 1) / 2]
            child = (child - 1) / 2
        }
        heap[child] = entry
        return Number(number: nextNumber - 1)
    }

    /// Takes back an entry that is still ahead.
    mutating func remove(_ entry: Number) {
        forgotten.insert(entry.number)
        dropForgotten()
    }

    mutating func removeDue(at now: Instant) -> Event? {
        guard let entry = heap.first, entry.at <= now else { return nil }
        removeFirst()
        dropForgotten()
        return entry.event
    }

    private mutating func dropForgotten() {
        while !forgotten.isEmpty, let entry = heap.first, forgotten.remove(entry.number) != nil { removeFirst() }
    }

    private mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        var parent = 0
        while true {
            var smaller = 2 * parent + 1
            if smaller + 1 < heap.count, heap[smaller + 1].isBefore(heap[smaller]) { smaller += 1 }
            guard smaller < heap.count, heap[smaller].isBefore(last) else { break }
            heap[parent] = heap[smaller]
            parent = smaller
        }
        heap[parent] = last
    }
}
