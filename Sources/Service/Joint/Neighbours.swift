package import Model

/// Other nodes that a run uses beside its own, through executors that it starts there for its own time.
package struct Neighbours: Sendable {
    /// What is likely to join, to tell at once whether a job can ever fit.
    package var expected: [Node]
    /// Starts an executor on every one of them, for the access file of this path; ends when all of them have ended.
    package var command: @Sendable (_ accessPath: String) -> [String]
    /// Where they reach this machine; a name, or an address in numbers.
    package var address: String

    package init(expected: [Node], address: String, command: @escaping @Sendable (_ accessPath: String) -> [String]) {
        self.expected = expected
        self.address = address
        self.command = command
    }
}
