package import Model

/// What is to be paused, and whether what runs of it is to stand still as well.
package struct PauseOrder: Sendable, Hashable {
    package var selection: TaskSelection
    package var includesRunning: Bool

    package init(_ selection: TaskSelection, includesRunning: Bool) {
        self.selection = selection
        self.includesRunning = includesRunning
    }
}

extension PauseOrder: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            selection.writeMembers(to: &json)
            if includesRunning { json.member("running", true) }
        }
    }

    package init(reading value: JSONValue) throws(Refusal) {
        selection = try TaskSelection(reading: value, beside: ["running"])
        includesRunning = try Fields(of: value, known: TaskSelection.members + ["running"])["running"]?.flag() ?? false
    }
}
