/// One call of `rota run`, as its record introduces it.
public struct Run: Sendable, Hashable {
    /// Its number within the state folder, from 1.
    public var number: Int
    /// Told apart from every other run anywhere; half of each attempt's `ROTA_ATTEMPT`.
    public var token: UInt64
    /// The command line, without the program's own name.
    public var arguments: [String]
    /// The folder it was started in, to which relative paths belong.
    public var directory: String
    /// The job files it read, to see on resuming which have changed.
    public var sources: [Source]
    public var host: String
    /// Of the program that wrote it.
    public var version: String

    public struct Source: Sendable, Hashable {
        public var path: String
        /// CRC-32C of the content; enough to notice an edit.
        public var checksum: UInt32

        public init(path: String, checksum: UInt32) {
            self.path = path
            self.checksum = checksum
        }
    }

    public init(
        number: Int, token: UInt64, arguments: [String], directory: String, sources: [Source] = [], host: String,
        version: String
    ) {
        self.number = number
        self.token = token
        self.arguments = arguments
        self.directory = directory
        self.sources = sources
        self.host = host
        self.version = version
    }
}

/// Why a run's record was closed.
public enum RunEnd: UInt8, Sendable, Hashable {
    /// Every task has ended.
    case complete
    /// A person or a signal stopped it; `--resume` goes on.
    case interrupted
}
