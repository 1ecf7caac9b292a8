import Dialects
import Model
import Posix

/// `rota submit`: gives a service jobs.
enum SubmitCommand {
    static func run(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        let options = try RunOptions(arguments)
        let isJSON = arguments.has("json")
        let submission = try Submission(options, key: arguments.value(of: "key"))
        for remark in submission.remarks { screen.tell("rota: \(remark)") }
        let found = try ServiceGround.find(RunChoice(arguments), isJSON: isJSON, screen)
        let answer = try submission.send(to: found.client)
        let waits = arguments.has("wait")
        if isJSON, !waits {
            var json = JSONText()
            answer.write(to: &json)
            screen.print(json)
        } else if !isJSON {
            show(answer, screen)
        }
        guard waits else { return ExitCode.succeeded }
        return try WaitCommand.wait(
            TaskSelection(answer.jobs.map { .job($0.name) }), of: found.client, timeout: nil, isJSON: isJSON, screen)
    }

    // 20 names: a line or two.
    private static let nameLimit = 20

    private static func show(_ answer: SubmitAnswer, _ screen: Screen) {
        for notice in answer.notices { screen.tell("rota: \(ShownText.harmless(notice))") }
        let names = answer.jobs.prefix(nameLimit).map { ShownText.harmless($0.name) }
        let more = answer.jobs.count - names.count
        let list = names.joined(separator: ", ") + (more > 0 ? " and \(Wording.count(more)) more" : "")
        let tasks = Wording.count(answer.jobs.reduce(0) { $0 + $1.tasks }, "task")
        let verb = answer.isRepeated ? "Was submitted before" : "Submitted"
        screen.print("\(verb): \(list), \(tasks).")
    }
}
