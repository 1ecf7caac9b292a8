internal import Model

/// The programs of the QCG systems that this one stands for when it is called by their name.
package enum QCGProgram: String, CaseIterable, Sendable {
    case service = "qcg-service"
    case executor = "qcg-executor"
    case client = "qcg-client"
    case pilotService = "qcg-pm-service"
    case pilotClient = "qcg-pm"
    case pilotReport = "qcg-pm-report"
    case pilotProcesses = "qcg-pm-processes"

    /// The name of a link, or the first word after our own: `rota qcg-service …`.
    ///
    /// - Parameter arguments: with the program's own name first.
    package static func meant(by arguments: [String]) -> (program: QCGProgram, words: [String])? {
        guard let name = arguments.first?.split(separator: "/").last else { return nil }
        if let program = QCGProgram(rawValue: String(name)) { return (program, Array(arguments.dropFirst())) }
        guard let word = arguments.dropFirst().first, let program = QCGProgram(rawValue: word) else { return nil }
        return (program, Array(arguments.dropFirst(2)))
    }

    /// - Parameter words: what follows its name.
    func run(_ words: [String], _ screen: Screen) throws -> Int32 {
        switch self {
        case .service: try QCGServiceCommand.run(words, screen)
        case .executor: try QCGExecutorCommand.run(words, screen)
        case .client: try QCGClientCommand.run(words, screen)
        case .pilotService: try QCGPilotServiceCommand.run(words, screen)
        case .pilotClient: try QCGPilotClientCommand.run(words, screen)
        case .pilotReport: try QCGPilotReportCommand.run(words, screen)
        case .pilotProcesses: try QCGPilotProcessesCommand.run(words, screen)
        }
    }
}
