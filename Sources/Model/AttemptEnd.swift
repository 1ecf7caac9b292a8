/// How one try at running a task ended, and what it used.
public struct AttemptEnd: Sendable, Hashable {
    public var attempt: AttemptIdentifier
    /// None when it never started.
    public var startedAt: Instant?
    public var endedAt: Instant
    /// 0 when no process was started.
    public var processIdentifier: Int
    public var outcome: Outcome
    public var usage: Usage
    public var output: CapturedOutput

    public init(
        attempt: AttemptIdentifier, startedAt: Instant?, endedAt: Instant, processIdentifier: Int = 0,
        outcome: Outcome, usage: Usage = .none, output: CapturedOutput = .silent
    ) {
        self.attempt = attempt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.processIdentifier = processIdentifier
        self.outcome = outcome
        self.usage = usage
        self.output = output
    }
}

public enum Outcome: Sendable, Hashable {
    case succeeded
    /// Its own exit code, never 0.
    case exited(code: Int)
    case signalled(Int)
    case outOfMemory
    case wallTimeExceeded
    /// It could not be started: what was tried, and the system's error number.
    case startFailed(StartFailure)
    /// Nobody can say how it ended: its executor, launcher or machine went first.
    case lost
    /// A person, or a rule, asked for its end.
    case cancelled
    /// The run was interrupted; the task is as if it had not been tried.
    case interrupted
}

/// The step of starting a process that failed.
public struct StartFailure: Sendable, Hashable {
    public var step: Step
    public var errorNumber: Int
    /// The file or folder it was about; empty when none.
    public var path: String

    public enum Step: UInt8, Sendable, Hashable, CaseIterable {
        case workingDirectory, standardInput, standardOutput, standardError, execute, process, memoryLimit, container
    }

    public init(step: Step, errorNumber: Int, path: String) {
        self.step = step
        self.errorNumber = errorNumber
        self.path = path
    }
}

/// What an attempt used, by the kernel's own account.
public struct Usage: Sendable, Hashable {
    public var userMicroseconds: Int64
    public var systemMicroseconds: Int64
    public var peakMemory: Bytes
    public var voluntarySwitches: Int64
    public var involuntarySwitches: Int64

    public static let none = Usage(
        userMicroseconds: 0, systemMicroseconds: 0, peakMemory: .zero, voluntarySwitches: 0, involuntarySwitches: 0)

    public init(
        userMicroseconds: Int64, systemMicroseconds: Int64, peakMemory: Bytes, voluntarySwitches: Int64,
        involuntarySwitches: Int64
    ) {
        self.userMicroseconds = userMicroseconds
        self.systemMicroseconds = systemMicroseconds
        self.peakMemory = peakMemory
        self.voluntarySwitches = voluntarySwitches
        self.involuntarySwitches = involuntarySwitches
    }
}

/// Where the output that named no file is kept.
public struct CapturedOutput: Sendable, Hashable {
    public var standardOutput: Location
    public var standardError: Location

    public enum Location: Sendable, Hashable {
        /// It printed nothing.
        case nothing
        /// In the executor's log, from this byte, so many bytes.
        case log(offset: Int64, count: Int64)
        /// In a file of its own, so many bytes.
        case file(count: Int64)
    }

    public static let silent = CapturedOutput(standardOutput: .nothing, standardError: .nothing)

    public init(standardOutput: Location, standardError: Location) {
        self.standardOutput = standardOutput
        self.standardError = standardError
    }
}
