internal import Dialects
internal import Model
internal import Posix

/// `qcg-executor`: `rota executor` with the old program's face.
enum QCGExecutorCommand {
    private static let program = "qcg-executor"
    private static let options = [
        QCGArguments.Option(
            "address", "i", value: "URL", variable: "QCG_IQ_ADDRESS", "of the service (as its file here says)"),
        .init("debug", "d", variable: "QCG_IQ_DEBUG", "say more of what happens"),
    ]

    static func run(_ words: [String], _ screen: Screen) throws -> Int32 {
        let given = try QCGArguments(program, options, words)
        guard !given.wantsHelp else {
            let summary = "Lends this machine, or what an allocation grants of it, to the service."
            screen.write(QCGArguments.help("\(program) [OPTION]…", summary, options), to: screen.output)
            return ExitCode.succeeded
        }
        let found = try QCGServiceAddress(given: given["address"], program: program)
        guard found.access != nil else {
            throw given.refusal(
                "-i", "is \(found.address), and \(found.accessPath) does not hold the keys to it",
                "Start it in the folder of qcg-service, or copy \(QCGServiceAddress.accessName) here.")
        }
        var arguments = ParsedArguments(command: CommandTable.executor)
        // The old one stays until it is ended, in an allocation too.
        arguments.given = [
            .init(option: "service", value: found.accessPath), .init(option: "idle-timeout", value: "never"),
        ]
        return try ExecutorCommand.run(
            arguments, screen, words: ["executor"]
        ) {
            screen.print(QCGClientText.joined(found.address))
            screen.flush()
        }
    }
}
