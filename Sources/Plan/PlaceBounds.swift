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

        mutating func note(_ new: Found) {
            let first = found.leading { $0.duration < new.duration }
            if first > 0, found[first - 1].at >= new.at { return }
            let last = found[first...].firstIndex { $0.at > new.at } ?? found.count
            found.replaceSubrange(first..<last, with: CollectionOfOne(new))
        }
    }

    /// Of each kind, by cores.
    private var rows: [Kind: [Row]] = [:]

    /// No place begins before then; none: nothing is known.
    func bound(of kind: Kind, cores: Int64, for duration: Duration) -> Instant? {
        var latest: Instant?
        for row in rows[kind] ?? [] {
            guard row.cores <= cores else { break }
            let count = row.found.leading { $0.duration <= duration }
            guard count > 0 else { continue }
            latest = max(latest ?? row.found[count - 1].at, row.found[count - 1].at)
        }
        return latest
    }

    /// The earliest place for so much was found then.
    mutating func note(_ at: Instant, of kind: Kind, cores: Int64, for duration: Duration) {
        let position = rows[kind, default: []].leading { $0.cores < cores }
        if position == rows[kind]?.count ?? 0 || rows[kind]?[position].cores != cores {
            rows[kind, default: []].insert(Row(cores: cores, found: []), at: position)
        }
        rows[kind]?[position].note(Found(duration: duration, at: at))
    }
}
