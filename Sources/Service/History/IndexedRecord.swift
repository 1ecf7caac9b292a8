internal import Ledger
internal import Model

/// A finished run's record of which only what is asked for is read, where the index says it lies.
final class IndexedRecord {
    private let run: RunFolder
    private let smallest: Int64
    private lazy var index = LedgerIndex(state)
    private let state: StateFolder

    /// 1 MiB: a smaller record is read whole in some milliseconds, and its index would cost more than it saves.
    static let worthwhileSize: Int64 = 1 << 20

    init(_ run: RunFolder, in state: StateFolder, from smallest: Int64) {
        self.run = run
        self.state = state
        self.smallest = smallest
    }

    /// Takes the facts about some tasks and about the run itself, and perhaps others, in the record's order.
    ///
    /// - Returns: false when all is to be read instead; what was taken by then is worth nothing.
    func read(about tasks: TaskRange?, _ take: (Fact) -> Void) throws -> Bool {
        guard let size = try? run.size(), size.bytes >= smallest, let places = try index.places(of: tasks, in: run)
        else { return false }
        return try run.read(places) { $0.facts.forEach(take) }
    }
}
