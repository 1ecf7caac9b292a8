package import Model

/// The attempts that were handed over and have not ended, found by their number.
///
/// - Order: hand-overs by their first attempt; numbers only grow, so a new one goes last.
/// - Cost: finding one is a binary search over the hand-overs that are open; nothing grows with those that are over.
package struct OpenAttempts: Sendable {
    private var entries: [Entry] = []
    private var closedEntries = 0

    private struct Entry: Sendable {
        var handOver: HandOver
        var count: Int
        var remaining: Int
        /// By position in the chain; empty as long as none of them has closed.
        var isClosed: [Bool] = []
        var startedAt: [Int: Instant] = [:]
        /// Of those that were adjusted.
        var changes: [Int: AttemptChanges] = [:]

        var first: Int { handOver.firstAttempt.number }

        func isOpen(_ position: Int) -> Bool { isClosed.isEmpty ? remaining > 0 : !isClosed[position] }

        func task(at position: Int) -> TaskIdentifier {
            var rest = position
            for range in handOver.tasks {
                if rest < range.iterations.count {
                    return TaskIdentifier(job: range.job, iteration: range.iterations.lowerBound + rest)
                }
                rest -= range.iterations.count
            }
            preconditionFailure("a position is within its hand-over")
        }
    }

    /// An attempt that has not ended.
    package struct Member: Sendable, Hashable {
        package var attempt: AttemptIdentifier
        package var task: TaskIdentifier
        /// Where it runs, or ran before it was paused.
        package var placement: Placement
        package var handedOverAt: Instant
        /// None while its executor has not said so.
        package var startedAt: Instant?
        /// None unless it was adjusted.
        package var changes: AttemptChanges?

        package var pausedAt: Instant? { changes?.pausedAt }

        /// How long it has run until then, without the time for which it was paused.
        package func runTime(until end: Instant) -> Duration {
            max(.zero, end - (startedAt ?? handedOverAt) - (changes?.paused(until: end) ?? .zero))
        }
    }

    /// Says no, and changes nothing, when its numbers don't come after all earlier ones.
    mutating func insert(_ handOver: HandOver) -> Bool {
        let count = handOver.count
        guard count > 0 else { return false }
        if let last = entries.last, last.first + last.count > handOver.firstAttempt.number { return false }
        entries.append(Entry(handOver: handOver, count: count, remaining: count))
        return true
    }

    /// None when no open attempt has this number.
    mutating func start(_ attempt: AttemptIdentifier, at instant: Instant) -> TaskIdentifier? {
        guard let (index, position) = find(attempt) else { return nil }
        entries[index].startedAt[position] = instant
        return entries[index].task(at: position)
    }

    /// Lets an attempt's changes take a word about them; none when no open attempt has this number.
    mutating func change(
        _ attempt: AttemptIdentifier, _ body: (inout AttemptChanges) -> Bool
    ) -> (member: Member, isNews: Bool)? {
        guard let (index, position) = find(attempt) else { return nil }
        var changes = entries[index].changes[position] ?? AttemptChanges(entries[index].handOver.placement)
        let isNews = body(&changes)
        entries[index].changes[position] = changes
        return (member(index, position), isNews)
    }

    /// None when no open attempt has this number.
    mutating func close(_ attempt: AttemptIdentifier) -> Member? {
        guard let (index, position) = find(attempt) else { return nil }
        let member = member(index, position)
        if entries[index].remaining > 1 {
            if entries[index].isClosed.isEmpty {
                entries[index].isClosed = [Bool](repeating: false, count: entries[index].count)
            }
            entries[index].isClosed[position] = true
        }
        entries[index].remaining -= 1
        if entries[index].remaining == 0 {
            // What is over keeps its place in the order until the next sweep, but not its weight.
            entries[index].isClosed = []
            closedEntries += 1
            sweep()
        }
        return member
    }

    /// None when no open attempt has this number.
    package func member(_ attempt: AttemptIdentifier) -> Member? {
        find(attempt).map { member($0.index, $0.position) }
    }

    /// Those open now, by attempt.
    package func members() -> [Member] {
        var found: [Member] = []
        for index in entries.indices where entries[index].remaining > 0 {
            for position in 0..<entries[index].count where entries[index].isOpen(position) {
                found.append(member(index, position))
            }
        }
        return found
    }

    private func member(_ index: Int, _ position: Int) -> Member {
        let entry = entries[index]
        return Member(
            attempt: AttemptIdentifier(entry.first + position), task: entry.task(at: position),
            placement: entry.changes[position]?.placement ?? entry.handOver.placement,
            handedOverAt: entry.handOver.at, startedAt: entry.startedAt[position], changes: entry.changes[position])
    }

    /// Whether it has started, or stands first on its cores, so that it may have.
    func couldHaveStarted(_ attempt: AttemptIdentifier) -> Bool {
        member(attempt)?.startedAt != nil || isFirst(attempt)
    }

    /// Whether nothing that was handed over before it is still open on its cores.
    package func isFirst(_ attempt: AttemptIdentifier) -> Bool {
        guard let (index, position) = find(attempt) else { return false }
        let entry = entries[index]
        if (0..<position).contains(where: entry.isOpen) { return false }
        return entry.handOver.after.map { find($0) == nil } ?? true
    }

    private func find(_ attempt: AttemptIdentifier) -> (index: Int, position: Int)? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].first <= attempt.number { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let position = attempt.number - entries[low - 1].first
        guard position < entries[low - 1].count, entries[low - 1].isOpen(position) else { return nil }
        return (low - 1, position)
    }

    private mutating func sweep() {
        // 64: below it a sweep would cost more than the search it shortens.
        guard closedEntries > 64, closedEntries * 2 > entries.count else { return }
        let last = entries.count - 1
        // The last one stays: the next hand-over's numbers are compared with it.
        entries = entries.enumerated().filter { $0.offset == last || $0.element.remaining > 0 }.map(\.element)
        closedEntries = entries.last.map { $0.remaining == 0 ? 1 : 0 } ?? 0
    }
}
