import Model

/// What lies ahead in a rehearsal of faults, the earliest first; of one moment in the order it was put down.
///
/// - Cost: the logarithm of how much lies ahead.
struct FaultAgenda: Sendable {
    private struct Entry: Sendable {
        var at: Instant
        var number: Int
        var happening: Happening

        func isBefore(_ other: Entry) -> Bool { at == other.at ? number < other.number : at < other.at }
    }

    /// A heap: each entry stands before the two at twice its position.
    private var entries: [Entry] = []
    private var count = 0

    var isEmpty: Bool { entries.isEmpty }
    var first: Instant? { entries.first?.at }

    mutating func insert(_ happening: Happening, at: Instant) {
        count += 1
        entries.append(Entry(at: at, number: count, happening: happening))
        var position = entries.count - 1
        while position > 0, entries[position].isBefore(entries[(position - 1) / 2]) {
            entries.swapAt(position, (position - 1) / 2)
            position = (position - 1) / 2
        }
    }

    mutating func removeFirst() -> (happening: Happening, at: Instant)? {
        guard let first = entries.first, let last = entries.popLast() else { return nil }
        guard !entries.isEmpty else { return (first.happening, first.at) }
        entries[0] = last
        var position = 0
        while true {
            var least = position
            for child in [2 * position + 1, 2 * position + 2]
            where child < entries.count && entries[child].isBefore(entries[least]) {
                least = child
            }
            guard least != position else { return (first.happening, first.at) }
            entries.swapAt(position, least)
            position = least
        }
    }
}
