package import Dialects
package import Executor
package import Model
package import Watch

/// What `rota tensorflow` was asked for; what it was not asked for is the parameters' affair.
package struct TensorFlowOptions: Sendable {
    package var iterations: Int
    /// None: as many as the file has, or the parameters say.
    package var containers: Int?
    /// The name of a series over all policies; none: one policy.
    package var series: String?
    package var requestsPath: String?
    package var parametersPath: String?
    /// From which it is known how long containers run.
    package var profilePath: String?
    package var waiting: TensorFlowWaiting
    package var doubles: Bool
    package var rest: Duration
    package var seed: UInt64
    package var scheduling: Choices
    package var version: TensorFlowParameters.Version?
    /// In percent; none: there is no gate.
    package var memoryGate: Int?
    /// None: the usual one.
    package var volumes: [Container.Volume]?
    package var firstPort: Int?
    package var network: String?
    /// Where old clients find the scheduler.
    package var clients: ClientsPlace
    package var lending: Lending
    /// None: as usual.
    package var savingLimit: Duration?
    package var containerChoices: ContainerChoices
    package var resultsPath: String
    package var isDryRun: Bool
    package var isQuiet: Bool
    package var statePath: String?

    /// Where the scheduler listens for the clients inside of containers.
    package enum ClientsPlace: Sendable, Hashable {
        /// Where the old clients look, if that is an address of this machine.
        case usual
        case at(address: String, port: Int)
        case nowhere
    }

    /// What of the policy was said.
    package struct Choices: Sendable, Hashable {
        package var planning: TensorFlowScheduling.Planning?
        package var assignment: TensorFlowScheduling.Assignment?
        package var quantum: Duration?
        /// The inner one is none for `none`.
        package var preemption: TensorFlowScheduling.Victim??
        package var feedback: Duration?

        /// - Throws: a contradiction between what was said here and what holds anyway.
        func applied(to scheduling: TensorFlowScheduling) throws(Refusal) -> TensorFlowScheduling {
            var result = scheduling
            if let planning, planning != scheduling.planning {
                result.planning = planning
                // They belonged to the other one.
                result.preemption = nil
                result.feedback = nil
            }
            result.assignment = assignment ?? result.assignment
            result.quantum = quantum ?? result.quantum
            if let preemption { result.preemption = preemption }
            result.feedback = feedback ?? result.feedback
            if let (path, problem, remedy) = result.contradiction({ "--\($0)" }) {
                throw ParsedArguments.refusal(of: path, problem, remedy)
            }
            return result
        }
    }

    // 1,000: years of machine time; 100,000: as many as a file may ask for.
    private static let mostIterations = 1000
    private static let mostContainers = 100_000
    private static let usualGate = 80
    private static let restWhenDoubling = Duration.seconds(120)

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        let operands = arguments.operands
        iterations = try Self.count(operands, 0, "ITERATIONS", Self.mostIterations) ?? 1
        containers = try Self.count(operands, 1, "CONTAINERS", Self.mostContainers)
        series = operands.count > 2 ? operands[2] : nil
        if let series, series.isEmpty || series.contains("/") || series.first == "." {
            throw ParsedArguments.refusal(
                of: "TESTNAME", "is \"\(ShownText.harmless(series))\", which is no name of a folder",
                "Choose one without / and without a dot at its beginning.")
        }
        requestsPath = arguments.value(of: "requests")
        parametersPath = arguments.value(of: "parameters")
        profilePath = arguments.value(of: "profile")
        waiting = Self.word(arguments, "wait") ?? .next
        doubles = arguments.has("double")
        rest = try arguments.duration("rest") ?? (doubles ? Self.restWhenDoubling : .zero)
        seed = UInt64(try arguments.number("seed", in: 0...Int.max) ?? 1)
        scheduling = try Self.choices(arguments)
        version = Self.word(arguments, "tensorflow")
        memoryGate = try Self.gate(arguments)
        volumes = try Self.volumes(arguments)
        firstPort = try Self.port(arguments)
        network = arguments.value(of: "network")
        clients = try Self.clients(arguments)
        lending = try arguments.lending()
        savingLimit = try arguments.duration("save-time")
        containerChoices = arguments.containerChoices()
        resultsPath = arguments.value(of: "results") ?? "Data/log"
        isDryRun = arguments.has("dry-run")
        isQuiet = arguments.has("quiet")
        statePath = arguments.value(of: "state")
        try checkSeries(arguments)
    }

    private func checkSeries(_ arguments: ParsedArguments) throws(Refusal) {
        let chosen = ["policy", "assignment", "tensorflow"].first(where: arguments.has)
        guard let series, let chosen else { return }
        throw arguments.refusal(
            of: chosen, "chooses one, and the series \(series) goes through all of them", "Leave one of the two out.")
    }

    private static func choices(_ arguments: ParsedArguments) throws(Refusal) -> Choices {
        var choices = Choices()
        choices.planning = word(arguments, "policy")
        choices.assignment = word(arguments, "assignment")
        choices.quantum = try arguments.positiveDuration("quantum")
        choices.feedback = try arguments.positiveDuration("feedback")
        if arguments.value(of: "preemption") == "none" {
            choices.preemption = .some(nil)
        } else if let victim: TensorFlowScheduling.Victim = word(arguments, "preemption") {
            choices.preemption = victim
        }
        return choices
    }

    private static func count(
        _ operands: [String], _ position: Int, _ name: String, _ most: Int
    ) throws(Refusal) -> Int? {
        guard operands.count > position else { return nil }
        guard let count = Int(operands[position]), (1...most).contains(count) else {
            throw ParsedArguments.refusal(
                of: name,
                "is \"\(ShownText.harmless(operands[position]))\"; a whole number from 1 to \(most) is possible",
                "Correct it.")
        }
        return count
    }

    /// The reader takes no other than these.
    private static func word<Word: RawRepresentable>(
        _ arguments: ParsedArguments, _ option: String
    ) -> Word? where Word.RawValue == String {
        arguments.value(of: option).flatMap(Word.init)
    }

    private static func gate(_ arguments: ParsedArguments) throws(Refusal) -> Int? {
        if arguments.value(of: "memory-gate") == "none" { return nil }
        return try arguments.number("memory-gate", in: 1...100) ?? usualGate
    }

    private static func port(_ arguments: ParsedArguments) throws(Refusal) -> Int? {
        if arguments.value(of: "port") == "none" { return nil }
        return try arguments.number("port", in: 1...65_535) ?? TensorFlowSurroundings.standardPort
    }

    private static func clients(_ arguments: ParsedArguments) throws(Refusal) -> ClientsPlace {
        guard let text = arguments.value(of: "clients") else { return .usual }
        if text == "none" { return .nowhere }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let port = Int(parts[1]), (1...65_535).contains(port) else {
            throw arguments.refusal(
                of: "clients", "\"\(ShownText.harmless(text))\" is no address with a port",
                "Write it like 172.17.0.1:65000, or none.")
        }
        return .at(address: String(parts[0]), port: port)
    }

    private static func volumes(_ arguments: ParsedArguments) throws(Refusal) -> [Container.Volume]? {
        let texts = arguments.values(of: "volume")
        guard !texts.isEmpty else { return nil }
        var volumes: [Container.Volume] = []
        for text in texts {
            do throws(ReadingProblem) { volumes.append(try ContainerTexts.volume(text)) } catch {
                throw arguments.refusal(of: "volume", error.problem, error.remedy)
            }
        }
        return volumes
    }
}
