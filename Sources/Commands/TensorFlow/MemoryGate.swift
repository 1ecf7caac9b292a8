internal import Model
internal import Watch

/// Lets nothing new start while too much of the machine's memory is in use.
struct MemoryGate {
    /// In percent.
    private let limit: Int
    private let used: () -> Double?
    private(set) var isClosed = false
    private(set) var looksAt = Instant.zero

    // 1 s: memory fills over seconds, and a look costs 20 µs.
    private static let interval = Duration.seconds(1)

    /// - Parameter used: the part of the memory that is in use, from 0 to 1; none: nobody knows.
    init(limit: Int, used: @escaping () -> Double?) {
        self.limit = limit
        self.used = used
    }

    /// What the planner is to know, when that changed.
    mutating func look(at now: Instant, _ tell: (String) -> Void) -> [Fact] {
        guard now >= looksAt else { return [] }
        looksAt = now + Self.interval
        guard let used = used() else { return [] }
        let isFull = used * 100 >= Double(limit)
        guard isFull != isClosed else { return [] }
        isClosed = isFull
        guard isFull else { return [.resumed(at: now)] }
        let percent = Int((used * 100).rounded(.down))
        tell("\(percent) % of the memory are in use; no container starts until it is less than \(limit) %.")
        return [.heldBack(at: now)]
    }
}

extension MemoryCounts {
    /// The part that is in use, from 0 to 1.
    var usedShare: Double? {
        total > .zero ? 1 - Double(available.count) / Double(total.count) : nil
    }
}
