import Model

/// The ends that lie ahead, the earliest first; those of one instant in the order they were put down.
struct Agenda {

    /// Sorted, the next at the end.
    private var entries: [AttemptEnd] = []

    var first: Instant? { entries.last?.endedAt }

    mutating func insert(_ end: AttemptEnd) {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].endedAt > end.endedAt { low = middle + 1 } else { high = middle }
        }
        entries.insert(end, at: low)
    }

    mutating func removeDue(at now: Instant) -> AttemptEnd? {
        guard let end = entries.last, end.endedAt <= now else { return nil }
        entries.removeLast()
        return end
    }
}
