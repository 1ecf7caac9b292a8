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
        /// How long a program that tells of itself may save before it is paused; zero: none is asked.
        package var savingLimit = Configuration.usualSavingLimit
        /// Whether who is paused for another goes on soon, and is not asked to save.
        package var servesInTurn = false

        /// Whether its cores are shared with others, so that somebody asks which of them it uses.
        package var isPolite = false

        // 5 s: somebody waits for its cores.
        package static let usualSavingLimit = Duration.seconds(5)

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
