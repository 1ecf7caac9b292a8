import Dialects
import Model
import Posix
import Service

/// `rota ledger check`: whether the record of a run, or of all, is whole.
enum LedgerCheckCommand {
    static func run(_ options: LedgerCheckOptions, _ screen: Screen) throws -> Int32 {
        let directory = try FileSystem.currentDirectory()
        let path = ServedFolder.path(option: options.run.statePath, directory: directory)
        let shelf = RunShelf(statePath: path, directory: directory)
        let checks = try checks(options.run, shelf)
        if options.isJSON {
            var json = JSONText()
            json.array { json in for check in checks { write(check, to: &json) } }
            screen.print(json)
        } else {
            for check in checks { show(check, on: screen) }
        }
        return checks.allSatisfy(\.isSound) ? ExitCode.succeeded : ExitCode.failed
    }

    private static func checks(_ choice: RunChoice, _ shelf: RunShelf) throws -> [RecordCheck] {
        var number: Int?
        switch choice.which {
        case .all: break
        case .number(let named): number = named
        case .last: number = try shelf.run(nil)?.number
        }
        let checks = try shelf.check(number)
        guard checks.isEmpty else { return checks }
        guard let number else {
            throw ParsedArguments.refusal(
                of: shelf.path, "holds no run yet",
                "Start one with `rota run`, or name another folder with --state.")
        }
        throw ParsedArguments.refusal(
            of: "--run", "is \(number), and \(shelf.path) has no such run", "See `rota list --run all`.")
    }

    private static func show(_ check: RecordCheck, on screen: Screen) {
        if let problem = check.problem {
            screen.print("Run \(check.run) cannot be read: \(problem).")
            return
        }
        let ended = "\(Wording.count(check.attemptsEnded, "attempt")) ended"
        let size = "\(Wording.count(check.facts, "fact")) in \(Bytes(check.bytes)), \(ended)"
        let going = check.isGoing ? " so far; it is still going" : ""
        screen.print("Run \(check.run) is \(check.isSound ? "whole" : "damaged"): \(size)\(going).")
        for finding in check.damage { screen.print("  \(finding.text).") }
        guard !check.isSound else { return }
        if !check.concernedJobs.isEmpty {
            let names = check.concernedJobs.prefix(mostNames).map { "\"\(ShownText.harmless($0))\"" }
            let rest = check.concernedJobs.count - names.count
            let more = rest > 0 ? " and \(Wording.count(rest)) more" : ""
            screen.print("  This may concern \(names.joined(separator: ", "))\(more).")
        }
        if check.openTasks > 0 {
            screen.print("  \(Wording.count(check.openTasks, "task has", "tasks have")) no recorded end.")
        }
        if check.endsWithoutHandOver > 0 {
            let ends = Wording.count(check.endsWithoutHandOver, "end is", "ends are")
            screen.print("  \(ends) of attempts whose task is not known any more.")
        }
        guard !check.isGoing, check.facts > 0 else { return }
        screen.print("  `rota run --resume \(check.run)` runs what has no recorded success, and keeps the rest.")
    }

    // 5: who has more reads `--json`.
    private static let mostNames = 5

    private static func write(_ check: RecordCheck, to json: inout JSONText) {
        json.object { json in
            json.member("run", check.run)
            json.member("sound", check.isSound)
            json.member("going", check.isGoing)
            if let problem = check.problem { json.member("problem", problem) }
            json.member("segments", check.segments)
            json.member("bytes", check.bytes)
            json.member("facts", check.facts)
            json.member("attemptsEnded", check.attemptsEnded)
            json.key("damage")
            json.array { json in
                for finding in check.damage {
                    json.object { json in
                        json.member("text", finding.text)
                        json.member("losesFacts", finding.losesFacts)
                        json.member("missingFrom", finding.missing.lowerBound)
                        json.member("missingCount", finding.missing.count)
                        json.member("perhapsMore", finding.isOpenEnded)
                    }
                }
            }
            json.key("concernedJobs")
            json.array { json in for name in check.concernedJobs { json.value(name) } }
            json.member("openTasks", check.openTasks)
            json.member("endsWithoutHandOver", check.endsWithoutHandOver)
        }
    }
}
