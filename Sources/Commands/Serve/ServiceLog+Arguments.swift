internal import Model
internal import Posix
internal import Service

extension ServiceLog {
    /// As `--log` and `--log-level` say.
    ///
    /// - Parameter state: where the log of a service goes that has no terminal, unless it was told.
    convenience init(_ arguments: ParsedArguments, detachedIn state: String? = nil) throws(SystemFailure) {
        var target = Self.ordinaryTarget(stream: Environment.value(of: "JOURNAL_STREAM"))
        if let path = arguments.value(of: "log") {
            target = .file(path)
        } else if let state {
            try FileSystem.makeDirectories(state, mode: 0o700)
            target = .file(state + "/service.log")
        }
        let word = arguments.value(of: "log-level")
        let level = LogLevel.allCases.first { $0.name == word } ?? .info
        try self.init(to: target, level: level) { CalendarTime.iso($0) }
    }
}
