internal import Dialects
internal import Model
internal import Posix

/// `qcg-pm`: asks a service of the stable family how it is, or reads what it left when it ended.
enum QCGPilotClientCommand {
    private static let program = "qcg-pm"
    private static let options = [
        QCGArguments.Option(
            "path", "p", value: "FOLDER", variable: "QCG_PJM_DIR", "of the service, or one that holds it (.)"),
        .init("address", "a", value: "ADDRESS", variable: "QCG_PJM_ADDRESS", "of the service"),
        .init("debug", "d", "say more of what happens"),
    ]
    private static let standardPort = "21000"
    private static let patienceSeconds: Int64 = 5

    static func run(_ words: [String], _ screen: Screen) throws -> Int32 {
        let given = try QCGArguments(program, options, words)
        guard !given.wantsHelp else {
            let summary = "Prints the state of a service: its particulars, its resources, and how many jobs it has."
            screen.write(QCGArguments.help("\(program) [OPTION]… status", summary, options), to: screen.output)
            return ExitCode.succeeded
        }
        let command = try given.words("COMMAND")[0]
        guard command == "status" else { throw given.refusal(command, "is no command", "There is status.") }
        screen.write(try status(given), to: screen.output)
        return ExitCode.succeeded
    }

    private static func status(_ given: QCGArguments) throws -> String {
        if let address = given["address"] { return try ask(full(address)) }
        let folder = try QCGAuxiliaryFolder.find(given["path"] ?? ".", program: program)
        let final = "\(folder)/\(QCGServiceFolder.finalStatus)"
        if let bytes = try? FileSystem.content(of: final) { return try QCGStatusText.text(of: bytes, document: final) }
        guard let bytes = try? FileSystem.content(of: "\(folder)/\(QCGServiceFolder.address)") else {
            throw given.refusal(
                "-p", "is \(folder), whose service takes no requests and has not ended yet", "Wait until it has ended.")
        }
        return try ask(QCGServiceFolder.address(in: String(decoding: bytes, as: UTF8.self)))
    }

    private static func ask(_ address: String) throws -> String {
        let connection = try QCGConnection(address)
        defer { connection.close() }
        let reply = try connection.ask(#"{"request": "status"}"#, seconds: patienceSeconds)
        return try QCGStatusText.text(of: Array(reply.utf8), document: "reply")
    }

    private static func full(_ address: String) -> String {
        let whole = address.contains("://") ? address : "tcp://\(address)"
        let host = whole.split(separator: "/").last ?? ""
        return host.contains(":") ? whole : "\(whole):\(standardPort)"
    }
}
