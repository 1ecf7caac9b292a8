/// What a command line of `qcg-pm-service` asks for.
package struct QCGServiceOptions: Sendable, Hashable {
    /// None: no network interface.
    package var network: Network?
    /// None: no file interface.
    package var requestFile: String?
    package var workingDirectory = "."
    package var resources = ResourceSource.automatic
    /// Nodes that exist only for trying things out; none: what there is.
    package var nodes: [VirtualNode] = []
    package var environment = EnvironmentScheme.automatic
    package var reportFormat = ReportFormat.json
    /// Relative to the auxiliary folder.
    package var reportFile = QCGServiceFolder.report
    package var logLevel = LogLevel.info
    package var showsProgress = false
    /// None: host and a random number.
    package var instance: String?
    package var tags: [String] = []
    /// Whether a core of the machine stays free for the service itself.
    package var keepsSystemCore = false
    /// Whether it is kept which processes descended from tasks.
    package var tracesProcesses = false
    /// Whether changes are published.
    package var publishes = true
    /// An auxiliary folder, or one that holds one, whose unfinished work goes on.
    package var resumedFolder: String?
    /// Of the Slurm allocation's nodes, by position from 0, the first that is used.
    package var firstSlurmNode = 0
    /// And the first after it that is not; none: all of them are.
    package var endOfSlurmNodes: Int?
    /// What the old program needed and Rota does anyway, or has no use for: named once, and passed over.
    package var passedOver: [String] = []

    package struct Network: Sendable, Hashable {
        /// None: a free one of the range.
        package var port: Int?
        package var firstPort = 2222
        package var lastPort = 9999
        /// None: any free one.
        package var publisherPort: Int?

        package init() {}
    }

    package enum ResourceSource: String, Sendable, CaseIterable {
        case automatic = "auto"
        case slurm, local
    }

    package enum EnvironmentScheme: String, Sendable, CaseIterable {
        case automatic = "auto"
        case slurm
    }

    package enum ReportFormat: String, Sendable, CaseIterable { case text, json, none }

    package enum LogLevel: String, Sendable, CaseIterable { case critical, error, warning, info, debug, notset }

    package struct VirtualNode: Sendable, Hashable {
        package var name: String
        package var coreCount: Int

        package init(name: String, coreCount: Int) {
            self.name = name
            self.coreCount = coreCount
        }
    }

    package init() {}
}
