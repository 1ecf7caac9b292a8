package import Posix

/// What a command of a user's said.
package struct ClusterAnswer: Sendable, CustomStringConvertible {
    package var line: String
    /// None: it took too long.
    package var end: Process.End?
    package var output: String
    package var errors: String

    /// Its exit code, or 128 and the signal's number, as shells say it.
    package var code: Int {
        switch end {
        case .exited(let code): code
        case .signalled(let number): 128 + number
        case nil: 124
        }
    }

    package var lines: [String] { output.split(whereSeparator: \.isNewline).map(String.init) }

    package var description: String { "\(line) → \(code)\noutput: \(output)\nerrors: \(errors)" }
}
