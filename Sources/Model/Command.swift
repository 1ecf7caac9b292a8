/// What an attempt runs, and in what surroundings.
public struct Command: Sendable, Hashable {
    public var action: Action
    /// Laid over what is inherited, in this order.
    public var environment: [Variable]
    /// Whether the attempt sees the submitter's environment under its own.
    public var inheritsEnvironment: Bool
    /// Created if missing; relative to the run's folder; none: the run's folder itself.
    public var workingDirectory: Template?
    /// Relative to the working folder; none: empty.
    public var standardInput: Template?
    /// Relative to the working folder; none: captured and kept with the run. Equal paths share one open file.
    public var standardOutput: Template?
    public var standardError: Template?
    /// Environment modules loaded before the action, by name.
    public var modules: [String]
    /// A Python virtual environment's folder, activated before the action.
    public var virtualEnvironment: String?
    /// What it runs in; none: the machine itself. In a container nothing of the submitter's environment is inherited,
    /// and a program without a name is the image's own.
    public var container: Container?
    public var model: LaunchModel
    public var binding: Binding

    public enum Action: Sendable, Hashable {
        /// A program found as a shell finds it, with its arguments.
        case program(Template, arguments: [Template])
        /// Text for `bash -l -c`.
        case script(Template)
    }

    public struct Variable: Sendable, Hashable {
        public var name: String
        public var value: Template

        public init(name: String, value: Template) {
            self.name = name
            self.value = value
        }
    }

    /// How a command becomes processes, in the pilot-job users' words.
    public enum LaunchModel: UInt8, Sendable, Hashable, CaseIterable {
        case plain, threads, openMPI, intelMPI, slurmMPI

        /// Whether it starts a process for each core, on every node of the attempt.
        public var startsRanks: Bool {
            switch self {
            case .plain, .threads: false
            case .openMPI, .intelMPI, .slurmMPI: true
            }
        }
    }

    /// Whether the attempt's processes are held to the cores it was given.
    public enum Binding: UInt8, Sendable, Hashable { case none, automatic }

    public init(action: Action) {
        self.action = action
        environment = []
        inheritsEnvironment = true
        modules = []
        model = .plain
        binding = .automatic
    }
}
