package import Model

/// What tasks of one dialect find beyond what every task does; asked once for each hand-over, with the nodes cut down
/// to what the attempt was given.
package struct Conventions: Sendable {
    /// The job's own variables are laid over them.
    package var variables: @Sendable (Job, [Node]) -> [Command.Variable]
    /// How the job's ranks are started; none: as its launch model says for one machine.
    package var launch: @Sendable (Job, [Node]) -> RankLaunch?

    package init(
        variables: @escaping @Sendable (Job, [Node]) -> [Command.Variable] = { _, _ in [] },
        launch: @escaping @Sendable (Job, [Node]) -> RankLaunch? = { _, _ in nil }
    ) {
        self.variables = variables
        self.launch = launch
    }
}
