package import Model

extension Executor {
    package struct Configuration: Sendable {
        /// The run's folder, for what tasks print.
        package var folder: String
        /// Where relative working folders begin.
        package var directory: String
        package var token: UInt64
        package var launcherPath: String
        /// `NAME=value`, what tasks inherit.
        package var environment: [[UInt8]]
        package var conventions: Conventions
        /// Whether the one task there is shares the terminal with its caller.
        package var isForeground: Bool
        /// Whether what attempts print is wanted while they run.
        package var followsOutput: Bool
        /// What must be added to the machine's monotonic clock to get scheduler time.
        package var clockOffset: Duration
        /// Whether somebody else may be ending everything here, tasks too: a batch system at the end of its job.
        package var endsAreDoubtful = false
        package var containers: ContainerSetup

        package init(
            folder: String, directory: String, token: UInt64, launcherPath: String, environment: [[UInt8]],
            conventions: Conventions = Conventions(), isForeground: Bool = false, followsOutput: Bool = false,
            clockOffset: Duration = .zero
        ) {
            self.folder = folder
            self.directory = directory
            self.token = token
            self.launcherPath = launcherPath
            self.environment = environment
            self.conventions = conventions
            self.isForeground = isForeground
            self.followsOutput = followsOutput
            self.clockOffset = clockOffset
            containers = ContainerSetup(environment: environment)
        }
    }
}
