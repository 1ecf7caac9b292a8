package import Executor
package import Model

/// What a caller wants run, and how: everything but the jobs' own wishes.
package struct RunOrder {
    /// `--state`; none: found by the environment and the folders.
    package var statePath: String?
    /// The folder the caller stands in, absolute.
    package var directory: String
    /// The command line, without the program's own name.
    package var arguments: [String]
    package var sources: [Run.Source]
    package var version: String
    package var jobs: [Job]
    /// Numbered from 0.
    package var nodes: [Node]
    /// Nodes beside these, which join when the run has begun.
    package var neighbours: Neighbours?
    /// Whether a batch system may end all of this at any time, tasks too.
    package var isInAllocation: Bool
    /// How many tasks may run at once; none: as many as fit.
    package var atOnce: Int?
    /// Who is served before whom.
    package var policy = Policy()
    package var stopsAtFirstFailure: Bool
    /// What comes later; none: the jobs are all there is.
    package var course: (any RunCourse)?
    /// Whether Ctrl-Z ends the run as Ctrl-C does.
    package var endsWhenSuspended = false
    /// Whether the one task there is shares the terminal with its caller.
    package var isForeground: Bool
    package var conventions: Conventions
    package var containers = ContainerChoices()
    /// Whether cores that others keep busy count as taken; its nodes' cores are real then.
    package var isPolite = false
    /// How long a program may save before it is paused; none: as usual.
    package var savingLimit: Duration?

    package init(directory: String, arguments: [String], version: String, jobs: [Job], nodes: [Node]) {
        self.directory = directory
        self.arguments = arguments
        self.version = version
        self.jobs = jobs
        self.nodes = nodes
        sources = []
        isInAllocation = false
        stopsAtFirstFailure = false
        isForeground = false
        conventions = Conventions()
    }

    /// Its own, and those that are promised.
    package var expectedNodes: [Node] {
        nodes
            + (neighbours?.expected ?? []).enumerated().map { offset, node in
                var node = node
                node.identifier = NodeIdentifier(nodes.count + offset)
                return node
            }
    }
}
