/// What lies ahead, the earliest first; of one moment in the order it was put down.
///
/// - Cost: looking at the first O(1), the rest O(log n); n is how much lies ahead.
public struct MomentQueue<Element: Sendable>: Sendable {
    @usableFromInline struct Entry: Sendable {
        @usableFromInline var at: Instant
        @usableFromInline var number: Int
        @usableFromInline var element: Element

        @inlinable init(at: Instant, number: Int, element: Element) {
            self.at = at
            self.number = number
            self.element = element
        }

        @inlinable func isBefore(_ other: Entry) -> Bool { at == other.at ? number < other.number : at < other.at }
    }

    /// A heap: each entry stands before the two behind twice its position.
    @usableFromInline var heap: [Entry] = []
    @usableFromInline var inserted = 0

    public init() {}

    @inlinable public var isEmpty: Bool { heap.isEmpty }
    @inlinable public var first: Instant? { heap.isEmpty ? nil : heap[0].at }
    /// Counts from 0 what is inserted: the number of the next, and of the first that lies ahead.
    @inlinable public var nextNumber: Int { inserted }
    @inlinable public var firstNumber: Int? { heap.isEmpty ? nil : heap[0].number }

    @inlinable public mutating func insert(_ element: Element, at instant: Instant) {
        let entry = Entry(at: instant, number: inserted, element: element)
        inserted += 1
        var child = heap.count
        heap.append(entry)
        while child > 0, entry.isBefore(heap[(child - 1) / 2]) {
            heap[child] = heap[(child - 1) / 2]
            child = (child - 1) / 2
        }
        heap[child] = entry
    }

    @inlinable @discardableResult
    public mutating func removeFirst() -> (element: Element, at: Instant)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return (first.element, first.at) }
        var parent = 0
        while true {
            var smaller = 2 * parent + 1
            if smaller + 1 < heap.count, heap[smaller + 1].isBefore(heap[smaller]) { smaller += 1 }
            guard smaller < heap.count, heap[smaller].isBefore(last) else { break }
            heap[parent] = heap[smaller]
            parent = smaller
        }
        heap[parent] = last
        return (first.element, first.at)
    }

    /// The first, when its moment has come.
    @inlinable public mutating func removeDue(at now: Instant) -> Element? {
        guard let first, first <= now else { return nil }
        return removeFirst()?.element
    }
}
