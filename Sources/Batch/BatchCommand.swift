internal import Model
internal import Posix

/// A command of a batch system, run for its answer: no shell, no terminal, bounded in time and size.
struct BatchCommand {
    /// The program's name first; it is looked up along the PATH below.
    var arguments: [String]
    var environment: [String: String]
    /// Slurm's own tools try a silent controller for 8 s, and a missing configuration file for a minute.
    var patience: Model.Duration

    struct Answer {
        var end: Posix.Process.End
        var output: String
        var errors: String

        var isYes: Bool { end == .exited(0) }
    }

    /// What it said, whether or not it was satisfied.
    func answer() throws(BatchFailure) -> Answer {
        let path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        guard let name = arguments.first, let program = Environment.executable(named: name, along: path) else {
            throw BatchFailure(source: description, problem: .notInstalled)
        }
        let run: ProgramRun
        do throws(SystemFailure) {
            let entries = environment.sorted { $0.key < $1.key }.map { Array("\($0.key)=\($0.value)".utf8) }
            run = try Posix.Process.run(
                program, arguments: arguments, environment: entries, nanoseconds: patience.nanoseconds)
        } catch {
            throw BatchFailure(source: description, problem: .system(error))
        }
        guard let end = run.end else { throw BatchFailure(source: description, problem: .timeIsUp(patience)) }
        return Answer(
            end: end, output: String(decoding: run.output, as: UTF8.self),
            errors: String(decoding: run.errors, as: UTF8.self))
    }

    /// Why it was not satisfied.
    func failure(_ answer: Answer) -> BatchFailure {
        let words = [answer.errors, answer.output].lazy.flatMap { $0.split(whereSeparator: \.isNewline) }.first
        return BatchFailure(
            source: description, problem: .ended(answer.end, words: words.map { String($0.prefix(300)) } ?? ""))
    }

    private var description: String { arguments.joined(separator: " ") }
}
