package import Model

/// How many tasks are in each state.
package struct StateCounts: Sendable {
    private var counts = InlineArray<9, Int>(repeating: 0)

    package init() {}

    package subscript(state: TaskState) -> Int {
        get { counts[Int(state.rawValue)] }
        set { counts[Int(state.rawValue)] = newValue }
    }

    package var total: Int { TaskState.allCases.reduce(0) { $0 + self[$1] } }
    package var ended: Int { TaskState.allCases.reduce(0) { $0 + ($1.isFinal ? self[$1] : 0) } }
    /// Ended, but not as was hoped.
    package var unsuccessful: Int { ended - self[.succeeded] }
    /// Handed over and not ended, whether the executor has said so or not.
    package var inMotion: Int { self[.starting] + self[.running] + self[.paused] }

    package static func += (left: inout StateCounts, right: StateCounts) {
        for state in TaskState.allCases { left[state] += right[state] }
    }
}

extension StateCounts: Equatable {
    package static func == (left: StateCounts, right: StateCounts) -> Bool {
        TaskState.allCases.allSatisfy { left[$0] == right[$0] }
    }
}
