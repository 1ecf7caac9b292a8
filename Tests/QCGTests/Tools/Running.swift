import Posix
import Testing

/// A program that was started and has not been waited for.
final class Running {
    let number: Int32
    private let files: String
    private let line: String
    private var end: Process.End?

    init(number: Int32, files: String, line: String) {
        self.number = number
        self.files = files
        self.line = line
    }

    deinit {
        if end == nil {
            signal(.kill)
            _ = try? Process.wait(for: number)
        }
    }

    var output: String { content("out") }
    var errors: String { content("err") }

    private func content(_ ending: String) -> String {
        (try? FileSystem.content(of: "\(files).\(ending)")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    func signal(_ signal: Signal) { _ = try? Process.send(signal, to: number) }

    private var isOver: Bool {
        if end != nil { return true }
        // A child that has ended and was not waited for is not alive, and then waiting takes no time.
        if ProcessIdentity(running: number)?.isAlive == true { return false }
        end = try? Process.wait(for: number)
        return true
    }

    /// Waits until it has printed this, or has ended without.
    func hasPrinted(_ text: String) -> Bool {
        _ = wait { self.output.contains(text) || self.isOver }
        return output.contains(text)
    }

    /// Waits for its end; one that does not come is a failure that shows what was said so far.
    @discardableResult
    func finish() throws -> Finished {
        let isOver = wait { self.isOver }
        if !isOver { signal(.kill) }
        let end = try self.end ?? Process.wait(for: number)
        self.end = end
        try #require(isOver, "\(line) did not end; it said: \(output.suffix(2000)) \(errors.suffix(2000))")
        return Finished(line: line, end: end, output: output, errors: errors)
    }
}

/// What became of a program.
struct Finished: CustomTestStringConvertible {
    let line: String
    let end: Process.End
    let output: String
    let errors: String

    var isSuccess: Bool { end == .exited(0) }

    /// Everything a failed expectation should show.
    var testDescription: String {
        "\(line) → \(end)\noutput: \(output.suffix(4000))\nerrors: \(errors.suffix(4000))"
    }
}
