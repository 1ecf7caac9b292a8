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
            kill()
            _ = try? Process.wait(for: number)
        }
    }

    var output: String { content("out") }
    var errors: String { content("err") }

    private func content(_ ending: String) -> String {
        (try? FileSystem.content(of: "\(files).\(ending)")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    func kill(_ signal: Signal = .kill) { _ = try? Process.send(signal, to: number) }

    var isOver: Bool {
        if end != nil { return true }
        // A child that has ended and was not waited for is not alive, and then waiting takes no time.
        if ProcessIdentity(running: number)?.isAlive == true { return false }
        end = try? Process.wait(for: number)
        return true
    }

    /// Waits for its end; one that does not come is a failure that shows what was said so far.
    @discardableResult
    func finish() throws -> Finished {
        let isOver = wait { self.isOver }
        if !isOver { kill() }
        let end = try self.end ?? Process.wait(for: number)
        self.end = end
        try #require(isOver, "\(line) did not end; it said: \(output.suffix(2000)) \(errors.suffix(2000))")
        return Finished(line: line, end: end, output: output, errors: errors)
    }

    /// The launcher this rota has started, once it has.
    var launcher: Int32? {
        Processes.children(of: number).first { Processes.name(of: $0) == "rota-launcher" }
    }
}

/// What became of a program.
struct Finished: CustomTestStringConvertible {
    let line: String
    let end: Process.End
    var output: String
    let errors: String

    /// Its exit code, or 128 and the signal's number, as shells say it.
    var code: Int {
        switch end {
        case .exited(let code): code
        case .signalled(let signal): 128 + signal
        }
    }

    var outputLines: [String] { output.split(separator: "\n").map(String.init) }

    /// Everything a failed expectation should show.
    var testDescription: String {
        "\(line) → \(end)\noutput: \(output.suffix(2000))\nerrors: \(errors.suffix(4000))"
    }
}
