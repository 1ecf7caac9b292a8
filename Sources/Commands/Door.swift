internal import Containers
internal import Dialects
internal import Model
internal import Posix

/// Everything `rota` does, from its arguments to its exit code.
///
/// - Parameter arguments: with the program's own name first.
package func main(_ arguments: [String]) -> Int32 {
    // Closed by the caller (`rota … <&-`), their numbers would go to files that others then write to.
    try? Process.openStandardDescriptors()
    // A reader that goes away is noticed at the next write; the launcher gives its children the default again.
    Signal.pipe.ignore()
    if arguments.dropFirst().first == ContainerErrand.word { return ContainerDoor.enter(Array(arguments.dropFirst(2))) }
    let screen = Screen()
    let code: Int32
    if let (program, words) = QCGProgram.meant(by: arguments) {
        code = Door.telling(screen) { try program.run(words, screen) }
    } else if let (program, words) = TensorFlowProgram.meant(by: arguments) {
        let door = Door(bodies: Door.standardBodies)
        code = Door.telling(screen) { door.enter(try program.translated(words), screen) }
    } else {
        code = Door(bodies: Door.standardBodies).enter(Array(arguments.dropFirst()), screen)
    }
    screen.flush()
    if let failure = screen.output.failure {
        screen.complain("standard output: \(failure)")
        return max(code, ExitCode.failed)
    }
    return code
}

/// Finds the command that was meant, and tells in one way what became of it.
package struct Door {
    private let bodies: [CommandBody]

    /// - Parameter bodies: the commands; those about the door itself come by themselves.
    package init(bodies: [CommandBody]) {
        let commands =
            bodies.map(\.description) + [CommandTable.completion, CommandTable.helpPage, CommandTable.version]
        self.bodies =
            bodies + [
                CommandBody(CommandTable.completion) { try CompletionCommand.run($0, commands, $1) },
                CommandBody(CommandTable.helpPage) { try HelpCommand.run($0, commands, $1) },
                CommandBody(CommandTable.version) { _, screen in HelpCommand.printVersion(screen) },
            ]
    }

    /// Every command of this program. A new one is a line here.
    package static var standardBodies: [CommandBody] {
        [
            CommandBody(CommandTable.run) { try RunCommand.run(RunOptions($0), $1) },
            CommandBody(CommandTable.tensorflow, perform: TensorFlowCommand.run),
            CommandBody(CommandTable.serve, perform: ServeCommand.run),
            CommandBody(CommandTable.executor, perform: ExecutorCommand.run),
            CommandBody(CommandTable.relay, perform: RelayCommand.run),
            CommandBody(CommandTable.rehearse, perform: RehearseCommand.run),
            CommandBody(CommandTable.check) { try CheckCommand.run(CheckOptions($0), $1) },
            CommandBody(CommandTable.new) { try NewCommand.run($0, $1) },
            CommandBody(CommandTable.doctor, perform: DoctorCommand.run),
        ] + LedgerCopyCommands.bodies + LookCommands.bodies + ChangeCommands.bodies
    }

    package func enter(_ arguments: [String], _ screen: Screen) -> Int32 {
        let reader = ArgumentReader(commands: bodies.map(\.description))
        return Self.telling(screen) {
            switch try reader.read(arguments) {
            case .overview: return HelpCommand.printOverview(reader.commands, screen)
            case .help(let command): return HelpCommand.printPage(of: command, screen)
            case .version: return HelpCommand.printVersion(screen)
            case .command(let parsed):
                guard let body = bodies.first(where: { $0.description.name == parsed.command.name }) else {
                    preconditionFailure("the reader answers only commands that it was given")
                }
                return try body.perform(parsed, screen)
            }
        }
    }

    /// Tells what went wrong, and answers the exit code for it.
    static func telling(_ screen: Screen, _ perform: () throws -> Int32) -> Int32 {
        do { return try perform() } catch let refusal as Refusal {
            screen.endProgress()
            screen.complain(refusal.description)
            return ExitCode.refused
        } catch let problem as ServiceProblem {
            screen.endProgress()
            screen.complain(ShownText.harmless(problem.description))
            return problem.isRefusal ? ExitCode.refused : ExitCode.failed
        } catch let failure as SystemFailure {
            screen.endProgress()
            screen.complain("\(failure).")
            return ExitCode.failed
        } catch {
            screen.endProgress()
            screen.complain("\(error)")
            return ExitCode.failed
        }
    }
}
