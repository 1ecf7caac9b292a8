internal import Dialects
internal import Model
internal import Posix

/// `qcg-client`: the global queue's client, under its old name and with its old lines.
enum QCGClientCommand {
    private static let program = "qcg-client"
    private static let options = [
        QCGArguments.Option(
            "address", "i", value: "URL", variable: "QCG_CLIENT_ADDRESS", "of the service (as its file here says)"),
        .init("debug", "d", variable: "QCG_CLIENT_DEBUG", "say more of what happens"),
        .init("file", "f", value: "FILE", variable: "QCG_CLIENT_FILE", "submit: the jobs (standard input)"),
    ]
    private static let usage = """
        qcg-client [OPTION]… submit [-f FILE]
               qcg-client [OPTION]… status|info|cancel NAME…
               qcg-client [OPTION]… list
        """
    // 60 s: a service that is there answers sooner, even to a million iterations.
    private static let patienceSeconds: Int64 = 60

    static func run(_ words: [String], _ screen: Screen) throws -> Int32 {
        let given = try QCGArguments(program, options, words)
        guard !given.wantsHelp else {
            let summary = "Submits jobs to the global queue's service, and asks what became of them."
            screen.write(QCGArguments.help(usage, summary, options), to: screen.output)
            return ExitCode.succeeded
        }
        let command = try given.words("COMMAND")[0]
        let names = Array(given.words.dropFirst())
        let request = try request(command, names, given)
        let found = try QCGServiceAddress(given: given["address"], program: program)
        screen.print(QCGClientText.connecting(to: found.address))
        if command == "submit" { screen.print(try QCGClientText.submitting(request)) }
        screen.flush()
        let connection = try QCGConnection(found.address, access: found.access)
        defer { connection.close() }
        let reply = try connection.ask(request, seconds: patienceSeconds)
        screen.print(try text(of: reply, to: command))
        return try isSuccess(reply) ? ExitCode.succeeded : ExitCode.failed
    }

    private static func request(_ command: String, _ names: [String], _ given: QCGArguments) throws -> String {
        switch command {
        case "submit":
            let path = given["file"].flatMap { $0 == "-" ? nil : $0 }
            let bytes =
                try path.map { path throws(SystemFailure) in try FileSystem.content(of: path) }
                ?? FileDescriptor.standardInput.readToEnd()
            return try QCGClientText.submission(bytes, document: path ?? "standard input")
        case "status":
            _ = try given.words("status", "NAME")
            return QCGClientText.status(of: names)
        case "info", "cancel":
            _ = try given.words(command, "NAME")
            var json = JSONText(indented: false)
            json.object { json in
                json.member("cmd", command == "info" ? "job_info" : "cancel_job")
                json.key("jobs")
                json.array { json in for name in names { json.value(name) } }
                guard command == "info" else { return }
                json.key("params")
                json.object { $0.member("withChilds", true) }
            }
            return json.text
        case "list": return #"{"cmd": "list_jobs"}"#
        default:
            let near = NearestName.nearest(to: command, among: ["submit", "status", "info", "cancel", "list"])
            throw given.refusal(
                command, "is no command", near.map { "Did you mean \($0)?" } ?? "See \(program) --help.")
        }
    }

    private static func text(of reply: String, to command: String) throws -> String {
        switch command {
        case "submit": return try QCGClientText.submitted(reply)
        case "status", "info": return try QCGClientText.information(reply)
        default:
            let value = try JSONReader.read(Array(reply.utf8), document: "reply").root
            return "\(command) response: " + PythonText.representation(of: value)
        }
    }

    private static func isSuccess(_ reply: String) throws -> Bool {
        let members = try JSONReader.read(Array(reply.utf8), document: "reply").root.object()
        return members.contains { $0.name == "code" && $0.value.source == "0" }
    }
}
