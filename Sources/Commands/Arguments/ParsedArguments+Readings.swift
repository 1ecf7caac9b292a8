package import Dialects
package import Model

/// Values in the spellings that job files have too.
extension ParsedArguments {
    package func duration(_ option: String) throws(Refusal) -> Duration? {
        try read(option) { text throws(ReadingProblem) in try Durations.read(text) }
    }

    package func positiveDuration(_ option: String) throws(Refusal) -> Duration? {
        try read(option) { text throws(ReadingProblem) in try Durations.readPositive(text) }
    }

    package func bytes(_ option: String) throws(Refusal) -> Bytes? {
        try read(option) { text throws(ReadingProblem) in try MemoryAmounts.read(text) }
    }

    /// Sorted by name.
    ///
    /// - Throws: also when a name is given twice.
    package func namedAmounts(_ option: String) throws(Refusal) -> [NamedAmount] {
        var amounts: [NamedAmount] = []
        for text in values(of: option) {
            let amount = try read(option, text) { text throws(ReadingProblem) in try Amounts.readNamed(text) }
            if amounts.contains(where: { $0.name == amount.name }) {
                throw refusal(of: option, "names \"\(amount.name)\" twice", "Remove one of the two.")
            }
            amounts.append(amount)
        }
        return amounts.sorted { $0.name < $1.name }
    }

    /// `mesh`, `mesh:3`, `mesh:0-9`, `last`
    package static func selector(_ text: String) throws(Refusal) -> TaskSelector {
        do throws(ReadingProblem) { return try TaskSelector(reading: text) } catch {
            throw error.refusal(document: "command line", path: "\"\(ShownText.harmless(text))\"")
        }
    }

    /// What `--state` says of a folder. A state's name means tasks in that state; `./failed` is a folder.
    package var statePath: String? { values(of: "state").last { StateWords.state($0) == nil } }

    /// What `--state` says of tasks.
    package var taskState: TaskState? { values(of: "state").compactMap(StateWords.state).last }

    /// What `--state` says, for a command that chooses no tasks.
    package func folderAlone() throws(Refusal) -> String? {
        if let state = taskState {
            throw refusal(
                of: "state", "is \"\(state)\", a state of tasks, and this command chooses none",
                "Name a folder; one of that name is \"./\(state)\".")
        }
        return statePath
    }

    private func read<Value>(
        _ option: String, _ reading: (String) throws(ReadingProblem) -> Value
    ) throws(Refusal) -> Value? {
        guard let text = value(of: option) else { return nil }
        return try read(option, text, reading)
    }

    private func read<Value>(
        _ option: String, _ text: String, _ reading: (String) throws(ReadingProblem) -> Value
    ) throws(Refusal) -> Value {
        do throws(ReadingProblem) { return try reading(text) } catch {
            throw error.refusal(document: "command line", path: "--\(option)")
        }
    }
}
