package import Model

/// One attempt as the launcher starts it: everything decided, every template filled.
///
/// Texts are bytes, since arguments need not be UTF-8; one that holds a NUL is cut there, as `execve` would.
package struct LaunchRequest: Sendable, Hashable {
    package var attempt: AttemptIdentifier
    /// The program first; without a slash it is looked up along the PATH of the attempt's own environment.
    package var arguments: Texts
    /// `NAME=value`, laid over the base environment; `NAME` alone removes it there.
    package var environment: Texts
    package var inheritsEnvironment: Bool
    /// Created if missing; empty: the folder rota runs in.
    package var workingDirectory: String
    package var standardInput: Stream
    package var standardOutput: Stream
    package var standardError: Stream
    /// Processor numbers it is held to; empty: any.
    package var processors: [Int]
    /// It is ended when it runs longer.
    package var wallTime: Model.Duration?
    /// Between SIGTERM and SIGKILL.
    package var grace: Model.Duration
    /// It is ended when it holds more; zero: no limit.
    package var memory: Bytes
    /// Stays in rota's session and process group, so that the terminal is its own too.
    package var isForeground: Bool

    package enum Stream: Sendable, Hashable {
        /// `/dev/null`.
        case nothing
        /// Standard output and error only: kept in the lane's file.
        case captured
        /// Rota's own.
        case inherited
        /// Relative to the working folder. Equal paths for output and error share one open file.
        case file(String)
    }

    package init(attempt: AttemptIdentifier, arguments: Texts) {
        self.attempt = attempt
        self.arguments = arguments
        environment = Texts()
        inheritsEnvironment = true
        workingDirectory = ""
        standardInput = .nothing
        standardOutput = .captured
        standardError = .captured
        processors = []
        grace = .seconds(10)
        memory = .zero
        isForeground = false
    }
}
