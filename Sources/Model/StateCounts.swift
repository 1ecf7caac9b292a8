/// How many tasks are in each state.
public struct StateCounts: Sendable {
    private var counts = InlineArray<9, Int>(repeating: 0)

    public init() {}

    public subscript(state: TaskState) -> Int {
        get { counts[Int(state.rawValue)] }
        set { counts[Int(state.rawValue)] = newValue }
    }

    public var total: Int { TaskState.allCases.reduce(0) { $0 + self[$1] } }
    public var ended: Int { TaskState.allCases.reduce(0) { $0 + ($1.isFinal ? self[$1] : 0) } }
    /// Ended, but not as was hoped.
    public var unsuccessful: Int { ended - self[.succeeded] }
    /// Handed over and not ended, whether the executor has said so or not.
    public var inMotion: Int { self[.starting] + self[.running] + self[.paused] }

    public static func += (left: inout StateCounts, right: StateCounts) {
        for state in TaskState.allCases { left[state] += right[state] }
    }
}

extension StateCounts: Hashable {
    public static func == (left: StateCounts, right: StateCounts) -> Bool {
        TaskState.allCases.allSatisfy { left[$0] == right[$0] }
    }

    public func hash(into hasher: inout Hasher) {
        for state in TaskState.allCases { hasher.combine(self[state]) }
    }
}
