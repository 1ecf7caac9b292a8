internal import Dialects
internal import Model
internal import Posix

/// `qcg-pm-report`: what a finished service of the stable family did, as that family's tool tells it.
enum QCGPilotReportCommand {
    private static let program = "qcg-pm-report"
    private static let options = [
        QCGArguments.Option("details", nil, "more of everything"),
        .init("verbose", nil, "accepted, and changes nothing"),
        .init("state", nil, value: "STATE", "jobs: in this state"),
        .init("node", nil, value: "NODE", "jobs: on this node"),
        .init("core", nil, value: "CORE", "jobs: on this core of it"),
        .init("sort", nil, value: "ORDER", "jobs: by start, finish, runtime, name or state"),
        .init("wo-init", nil, "rusage: without the service's own start and end"),
        .init("until-last-job", nil, "rusage: each core only until its last job"),
        .init("real", nil, "gantt: accepted, and changes nothing"),
    ]
    private static let usage = """
        qcg-pm-report stats|text|launch-stats|rusage|efficiency|jobs [OPTION]… FOLDER
               qcg-pm-report job FOLDER NAME…
               qcg-pm-report allocation|efficiency-core FOLDER NODE CORE
               qcg-pm-report gantt|gantt-gaps FOLDER OUTPUT.svg
        """

    static func run(_ words: [String], _ screen: Screen) throws -> Int32 {
        let given = try QCGArguments(program, options, words)
        guard !given.wantsHelp else {
            let summary = "Tells what a finished qcg-pm-service did. FOLDER is where it ran, or its own folder."
            screen.write(QCGArguments.help(usage, summary, options), to: screen.output)
            return ExitCode.succeeded
        }
        let named = try given.words("COMMAND", "FOLDER")
        let account = try QCGRunAccount(folder: QCGAuxiliaryFolder.find(named[1], program: program))
        if named[0] == "gantt" || named[0] == "gantt-gaps" {
            try draw(account, given)
        } else {
            screen.write(try text(account, given), to: screen.output)
        }
        return ExitCode.succeeded
    }

    private static func text(_ account: QCGRunAccount, _ given: QCGArguments) throws -> String {
        let withDetails = given.has("details")
        switch given.words[0] {
        case "stats": return account.statistics(withDetails: withDetails)
        case "text": return account.text
        case "job": return account.details(of: Array(given.words.dropFirst(2)))
        case "jobs": return try jobs(account, given)
        case "launch-stats": return account.launchStatistics(withDetails: withDetails)
        case "rusage":
            return account.coreUse(
                withoutStart: given.has("wo-init"), untilLastJob: given.has("until-last-job"), withDetails: withDetails)
        case "efficiency": return account.efficiency(withDetails: withDetails)
        case "allocation":
            let (node, core) = try place(given)
            return account.allocation(node: node, core: core)
        case "efficiency-core":
            let (node, core) = try place(given)
            return account.efficiency(node: node, core: core)
        default: throw given.refusal(given.words[0], "is no command", "See \(program) --help.")
        }
    }

    private static func jobs(_ account: QCGRunAccount, _ given: QCGArguments) throws -> String {
        var selection = QCGRunAccount.Selection()
        if let word = given["state"] {
            guard let state = QCGState(rawValue: word.uppercased()) else {
                let words = QCGState.allCases.map(\.rawValue).joined(separator: ", ")
                throw given.refusal("--state", "is \"\(word)\"", "It is one of \(words).")
            }
            selection.state = state
        }
        selection.node = given["node"]
        selection.core = try given.number("core", in: 0...1_000_000)
        var order: QCGRunAccount.Order?
        if let word = given["sort"] {
            order = QCGRunAccount.Order(rawValue: word)
            guard order != nil else {
                throw given.refusal("--sort", "is \"\(word)\"", "It is start, finish, runtime, name or state.")
            }
        }
        return account.jobs(selection, order: order, withDetails: given.has("details"))
    }

    private static func place(_ given: QCGArguments) throws -> (node: String, core: Int) {
        let words = try given.words(given.words[0], "FOLDER", "NODE", "CORE")
        guard let core = Int(words[3]) else {
            throw given.refusal("CORE", "is \"\(words[3])\"", "Give the core's number.")
        }
        return (words[2], core)
    }

    private static func draw(_ account: QCGRunAccount, _ given: QCGArguments) throws {
        let path = try given.words(given.words[0], "FOLDER", "OUTPUT")[2]
        do throws(ReadingProblem) { try QCGGantt.check(file: path) } catch {
            throw given.refusal("OUTPUT", error.problem, error.remedy)
        }
        let gantt = QCGGantt(account)
        let picture = given.words[0] == "gantt" ? gantt.jobs : gantt.gaps
        try FileSystem.replace(path, with: Array(picture.utf8), mode: 0o644)
    }
}

extension QCGRunAccount {
    /// What a service left in its auxiliary folder.
    init(folder: String) throws {
        let report = try FileSystem.content(of: "\(folder)/\(QCGServiceFolder.report)")
        let final = try? FileSystem.content(of: "\(folder)/\(QCGServiceFolder.finalStatus)")
        try self.init(report: report, finalStatus: final)
    }
}
