import Model

/// What lies ahead, the earliest first; of one instant in the order it was put down.
struct Agenda {
    enum Event {
        case end(AttemptEnd)
        /// An executor carries out what it was asked.
        case adjust(AttemptIdentifier, Adjustment)
    }

    private struct Entry {
        var at: Instant
        var event: Event
    }

    /// Sorted, the next at the end.
    private var entries: [Entry] = []

    var first: Instant? { entries.last?.at }

    mutating func insert(_ event: Event, at instant: Instant) {
        entries.insert(Entry(at: instant, event: event), at: position(of: instant))
    }

    /// Forgets that an attempt was to end then.
    ///
    /// - Cost: as many as lie ahead for the same instant, beside the search for it.
    mutating func removeEnd(of attempt: AttemptIdentifier, at instant: Instant) {
        var position = position(of: instant)
        while position < entries.count, entries[position].at == instant {
            if case .end(let end) = entries[position].event, end.attempt == attempt {
                entries.remove(at: position)
                return
            }
            position += 1
        }
    }

    mutating func removeDue(at now: Instant) -> Event? {
        guard let entry = entries.last, entry.at <= now else { return nil }
        entries.removeLast()
        return entry.event
    }

    /// Behind everything that lies further ahead.
    private func position(of instant: Instant) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].at > instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
