package import Model
internal import Posix

/// How a container ended and what it used, as its errand leaves it in a file for whoever sent it.
package struct ContainerReport: Sendable, Hashable {
    package var outcome: Outcome
    package var usage: Usage
    /// It could not be removed.
    package var isLeft: Bool

    package init(outcome: Outcome, usage: Usage = .none, isLeft: Bool = false) {
        self.outcome = outcome
        self.usage = usage
        self.isLeft = isLeft
    }

    /// What a program's end says of the container when there is no report: the errand was killed.
    package static let none = ContainerReport(outcome: .lost, isLeft: true)

    /// Of an exit code as engines give it.
    ///
    /// - Source: 128 + n for a process that signal n ended, as shells have it.
    static func outcome(exitCode: Int, ranOutOfMemory: Bool) -> Outcome {
        if ranOutOfMemory { return .outOfMemory }
        switch exitCode {
        case 0: return .succeeded
        case 129...192: return .signalled(exitCode - 128)
        default: return .exited(code: exitCode)
        }
    }

    private var words: [Int] {
        switch outcome {
        case .succeeded: [0, 0]
        case .exited(let code): [1, code]
        case .signalled(let signal): [2, signal]
        case .outOfMemory: [3, 0]
        case .startFailed(let failure): [4, failure.errorNumber]
        default: [5, 0]
        }
    }

    func write(to path: String) throws(SystemFailure) {
        let amounts = [Int(usage.userMicroseconds), Int(usage.systemMicroseconds), Int(usage.peakMemory.count)]
        let text = (words + amounts + [isLeft ? 1 : 0]).map(String.init).joined(separator: " ") + "\n"
        // Whole or not at all, since nobody waits for it.
        let file = try FileDescriptor.open(path + ".new", .create, mode: 0o600)
        defer { file.close() }
        try file.writeAll(text)
        try FileSystem.rename(path + ".new", to: path)
    }

    /// Reads a report and removes it; none when there is none.
    package static func take(from path: String, image: String) -> ContainerReport? {
        guard let bytes = try? FileSystem.content(of: path) else { return nil }
        try? FileSystem.remove(path)
        let numbers = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
        guard numbers.count == 6 else { return nil }
        var usage = Usage.none
        usage.userMicroseconds = Int64(numbers[2])
        usage.systemMicroseconds = Int64(numbers[3])
        usage.peakMemory = Bytes(Int64(numbers[4]))
        let outcome: Outcome =
            switch numbers[0] {
            case 0: .succeeded
            case 1: .exited(code: numbers[1])
            case 2: .signalled(numbers[1])
            case 3: .outOfMemory
            case 4: .startFailed(StartFailure(step: .container, errorNumber: numbers[1], path: image))
            default: .lost
            }
        return ContainerReport(outcome: outcome, usage: usage, isLeft: numbers[5] != 0)
    }
}
