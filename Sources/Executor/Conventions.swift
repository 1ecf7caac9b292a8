package import Model

/// What tasks of one dialect find beyond what every task does; asked once for each hand-over.
package struct Conventions: Sendable {
    /// Variables, for the nodes cut down to what the attempt was given. The job's own are laid over them.
    package var variables: @Sendable (Job, [Node]) -> [Command.Variable]
    /// The program that starts a job's ranks, with its options; empty: what its launch model says.
    package var launcher: @Sendable (Job) -> [String]

    package init(
        variables: @escaping @Sendable (Job, [Node]) -> [Command.Variable] = { _, _ in [] },
        launcher: @escaping @Sendable (Job) -> [String] = { _ in [] }
    ) {
        self.variables = variables
        self.launcher = launcher
    }
}
