package import Model

/// The states by which tasks and jobs are chosen.
package enum StateWords {
    package static let all = TaskState.allCases.map { "\($0)" }

    /// None for what is no state's name.
    package static func state(_ text: String) -> TaskState? { TaskState.allCases.first { "\($0)" == text } }
}
