import Model

/// Before when no place is left, by how much is asked and for how long.
///
/// What is kept is never given back, so who asks for as much as another, or more, has no place before the one that was
/// found for it.
/// - Shape: for each number of cores that was asked, the times found in the order of how long was asked; the longer was
///   found later.
/// - Cost: O(numbers of cores × log of the times found) to ask.
struct PlaceBounds {
    /// Who is comparable: they differ in cores and time alone.
    struct Kind: Hashable {
        var memory: Int64
        var gpus: Int64
        var nodes: Int
        var takesWholeNode: Bool
        /// Where nodes are taken away, for how long one is needed counts as well.
        var needed: Duration?
    }

    private struct Found {
        var duration: Duration
        var at: Instant
    }

    private struct Row {
        var cores: Int64
        var found: [Found]

        /// The time that was found for so long or less.
        func latest(for duration: Duration) -> Instant? {
            let count = found.leading { $0.duration <= duration }
            return count > 0 ? found[count - 1].at : nil
        }

        mutating func note(_ new: Found) {
            let first = found.leading { $0.duration < new.duration }
            if first > 0, found[first - 1].at >= new.at { return }
            let last = found[first...].firstIndex { $0.at > new.at } ?? found.count
            found.replaceSubrange(first..<last, with: CollectionOfOne(new))
        }
    }

    /// The kinds there are; mostly the one that is asked for was asked for last.
    private var numbers: [Kind: Int] = [:]
    private var last: (kind: Kind, number: Int)?
    /// Of each kind, by cores.
    private var rows: [[Row]] = []

    /// By what the others ask for a kind.
    mutating func number(of kind: Kind) -> Int {
        if let last, last.kind == kind { return last.number }
        let number = numbers[kind] ?? rows.count
        if number == rows.count {
            numbers[kind] = number
            rows.append([])
        }
        last = (kind, number)
        return number
    }

    /// No place begins before then; none: nothing is known.
    func bound(of kind: Int, cores: Int64, for duration: Duration) -> Instant? {
        var latest: Instant?
        for position in rows[kind].indices {
            guard rows[kind][position].cores <= cores else { break }
            guard let at = rows[kind][position].latest(for: duration) else { continue }
            latest = max(latest ?? at, at)
        }
        return latest
    }

    /// The earliest place for so much was found then.
    mutating func note(_ at: Instant, of kind: Int, cores: Int64, for duration: Duration) {
        let position = rows[kind].leading { $0.cores < cores }
        if position == rows[kind].count || rows[kind][position].cores != cores {
            rows[kind].insert(Row(cores: cores, found: []), at: position)
        }
        rows[kind][position].note(Found(duration: duration, at: at))
    }
}
