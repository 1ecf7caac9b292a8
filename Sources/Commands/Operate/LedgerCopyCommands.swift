internal import Dialects
internal import Model
internal import Posix
internal import Service

/// `rota ledger export` and `rota ledger backup`.
enum LedgerCopyCommands {
    static var bodies: [CommandBody] {
        [
            CommandBody(CommandTable.ledgerExport, perform: export),
            CommandBody(CommandTable.ledgerBackup, perform: backUp),
        ]
    }

    private static func shelf(_ arguments: ParsedArguments) throws -> RunShelf {
        let directory = try FileSystem.currentDirectory()
        let path = ServedFolder.path(option: arguments.value(of: "state"), directory: directory)
        return RunShelf(statePath: path, directory: directory)
    }

    private static func export(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        let shelf = try shelf(arguments)
        let number = try arguments.number("run", in: 1...Int.max)
        let damage = try shelf.export(number) { lines in
            screen.write(bytes: lines.bytes, to: screen.output)
            return !screen.output.isClosed
        }
        guard let damage else {
            throw ParsedArguments.refusal(
                of: number.map { "--run \($0)" } ?? shelf.path, "is not there", "See `rota list --run all`.")
        }
        for finding in damage { screen.complain("\(finding).") }
        return damage.isEmpty ? ExitCode.succeeded : ExitCode.failed
    }

    private static func backUp(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        let target = arguments.operands[0]
        let directory = try FileSystem.currentDirectory()
        let backup = try shelf(arguments).backUp(to: target.hasPrefix("/") ? target : "\(directory)/\(target)")
        if arguments.has("json") {
            var json = JSONText()
            json.object { json in
                json.member("target", target)
                json.member("runs", backup.runs)
                json.member("files", backup.files)
                json.member("bytes", backup.bytes)
            }
            screen.print(json)
        } else {
            let runs = Wording.count(backup.runs, "run")
            screen.print("\(target): \(runs), \(Wording.count(backup.files, "file")), \(Bytes(backup.bytes)).")
        }
        return ExitCode.succeeded
    }
}
