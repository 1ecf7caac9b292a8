import Dialects
import Model
import Posix

/// `rota stop`: two things could be meant, and one of them can't be undone, so it asks.
struct StopCommand {
    private let arguments: ParsedArguments
    private let screen: Screen

    init(_ arguments: ParsedArguments, _ screen: Screen) {
        self.arguments = arguments
        self.screen = screen
    }

    private var jobs: String { arguments.operands.map(ShownText.harmless).joined(separator: " ") }

    func run() throws -> Int32 {
        guard Question.canBeAsked(on: screen) else { throw refusal("did neither") }
        let signals = try SignalDescriptor([.interrupt, .terminate, .hangUp])
        let cancelling = jobs.isEmpty ? "Cancel jobs" : "Cancel \(jobs)"
        let question = Question("\(cancelling), shut the service down, or neither? [c/s/n]")
        switch try question.answer(on: screen, signals) {
        case "c":
            guard !jobs.isEmpty else {
                throw ParsedArguments.refusal(
                    of: "rota stop", "was not told which jobs",
                    "Write `rota cancel JOB`; `rota list` shows the jobs.")
            }
            return try perform(CommandTable.cancel)
        case "s": return try perform(CommandTable.shutdown, operands: [])
        case "n":
            screen.print("Nothing was stopped.")
            return ExitCode.succeeded
        default: throw refusal("was told neither")
        }
    }

    private func perform(_ command: CommandDescription, operands: [String]? = nil) throws -> Int32 {
        var meant = arguments
        meant.command = command
        if let operands { meant.operands = operands }
        guard let body = ChangeCommands.bodies.first(where: { $0.description.name == command.name }) else {
            preconditionFailure("what changes a service has a body")
        }
        return try body.perform(meant, screen)
    }

    private func refusal(_ outcome: String) -> Refusal {
        let cancel = jobs.isEmpty ? "rota cancel JOB" : "rota cancel \(jobs)"
        return ParsedArguments.refusal(
            of: "rota stop", "may mean two things, and \(outcome)",
            "To end tasks write `\(cancel)`; to end the service, whose queue stays, write `rota shutdown`.")
    }
}
