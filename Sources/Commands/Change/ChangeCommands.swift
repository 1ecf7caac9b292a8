import Dialects
import Model
import Posix
import Web

/// The commands that change what a service has.
enum ChangeCommands {
    static var bodies: [CommandBody] {
        [
            CommandBody(CommandTable.submit) { try SubmitCommand.run($0, $1) },
            CommandBody(CommandTable.wait) { try WaitCommand.run($0, $1) },
            change(CommandTable.cancel, "Cancelled"), change(CommandTable.retry, "To be tried again"),
            change(CommandTable.pause, "Paused"), change(CommandTable.unpause, "Goes on"),
            change(CommandTable.remove, "Removed"),
            CommandBody(CommandTable.set) { try set($0, $1) },
            CommandBody(CommandTable.drain) { try drain($0, $1) },
            CommandBody(CommandTable.shutdown) { try shutdown($0, $1) },
            CommandBody(CommandTable.stop) { try StopCommand($0, $1).run() },
        ]
    }

    private static func change(_ description: CommandDescription, _ verb: String) -> CommandBody {
        CommandBody(description) { arguments, screen in
            let options = try SelectionOptions(arguments)
            guard !options.selection.isEmpty else {
                throw ParsedArguments.refusal(
                    of: "rota \(description.name)", "was not told what is meant",
                    "Name a job, a state with --state, or a tag with --tag.")
            }
            let found = try ServiceGround.find(options.run, isJSON: options.isJSON, screen)
            let order: any JSONWritable =
                arguments.has("running")
                ? PauseOrder(options.selection, includesRunning: true) : options.selection
            let answer = try found.client.send(.post, [description.name], order)
            return try tell(ChangeAnswer(answer), verb, isJSON: options.isJSON, screen)
        }
    }

    private static func set(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        let settings = try JobSettings(words: Array(arguments.operands.dropFirst()))
        let isJSON = arguments.has("json")
        let found = try ServiceGround.find(RunChoice(arguments), isJSON: isJSON, screen)
        let answer = try found.client.send(.patch, ["jobs", arguments.operands[0]], settings)
        return try tell(ChangeAnswer(answer), "Changed", isJSON: isJSON, screen)
    }

    private static func drain(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        let isJSON = arguments.has("json")
        let isUndone = arguments.has("undo")
        let found = try ServiceGround.find(RunChoice(arguments), isJSON: isJSON, screen)
        var whole = ChangeAnswer(names: [])
        for node in arguments.operands {
            let request = FlagRequest(name: "undo", value: isUndone)
            let answer = try ChangeAnswer(found.client.send(.post, ["nodes", node, "drain"], request))
            whole.names += answer.names
            whole.tasks += answer.tasks
            whole.notices += answer.notices
        }
        return tell(whole, isUndone ? "Take work again" : "Draining", isJSON: isJSON, screen)
    }

    private static func shutdown(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        let isJSON = arguments.has("json")
        let waits = arguments.has("when-done")
        let found = try ServiceGround.find(RunChoice(arguments), isJSON: isJSON, screen)
        let answer = try found.client.send(.post, ["shutdown"], FlagRequest(name: "whenDone", value: waits))
        if isJSON { return try tell(ChangeAnswer(answer), "", isJSON: true, screen) }
        screen.print(
            waits
                ? "The service ends as soon as every task has."
                : "The service ends. Its queue stays, and running tasks go on; `rota serve` goes on with both.")
        return ExitCode.succeeded
    }

    // 20 names: a line or two.
    private static let nameLimit = 20

    private static func tell(_ answer: ChangeAnswer, _ verb: String, isJSON: Bool, _ screen: Screen) -> Int32 {
        if isJSON {
            var json = JSONText()
            answer.write(to: &json)
            screen.print(json)
            return ExitCode.succeeded
        }
        for notice in answer.notices { screen.tell("rota: \(ShownText.harmless(notice))") }
        guard !answer.names.isEmpty else {
            screen.print("Nothing is meant by that; nothing was changed.")
            return ExitCode.succeeded
        }
        let names = answer.names.prefix(nameLimit).map { ShownText.harmless($0) }
        let more = answer.names.count - names.count
        let list = names.joined(separator: ", ") + (more > 0 ? " and \(Wording.count(more)) more" : "")
        let tasks = answer.tasks > 0 ? ", \(Wording.count(answer.tasks, "task"))" : ""
        screen.print("\(verb): \(list)\(tasks).")
        return ExitCode.succeeded
    }
}
