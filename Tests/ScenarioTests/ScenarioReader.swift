import Dialects
import Model
import Rehearsal

/// Reads a scenario line by line.
struct ScenarioReader {
    struct Mistake: Error, CustomStringConvertible {
        var description: String
    }

    private var scenario: Scenario
    private var line = 0
    private var columns: [String] = []

    static func read(_ text: String, name: String) throws -> Scenario {
        let empty = Scenario(name: name, nodes: [], tick: .seconds(10), arrivals: [], cells: [])
        var reader = ScenarioReader(scenario: empty)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { try reader.take(String(line)) }
        reader.scenario.arrivals.sort { $0.at < $1.at }
        return reader.scenario
    }

    private mutating func take(_ text: String) throws {
        line += 1
        guard !text.hasPrefix("#") else { return }
        let words = text.split(separator: " ").map(String.init)
        guard let first = words.first else { return columns = [] }
        if text.hasPrefix(" ") {
            try takePlan(text, words)
        } else if !columns.isEmpty {
            try takeJob(words)
        } else {
            let rest = text.dropFirst(first.count).drop { $0 == " " }
            switch first {
            case "machine": scenario.nodes = try MachineText.read(String(rest))
            case "tick": scenario.tick = try Durations.readPositive(String(rest))
            case "job": columns = words
            case "policy":
                scenario.cells.append(Scenario.Cell(line: line, policy: String(rest), expected: .plan([])))
            default: throw mistake("\"\(first)\" is none of machine, tick, job, policy")
            }
        }
    }

    private mutating func takePlan(_ text: String, _ words: [String]) throws {
        guard var cell = scenario.cells.popLast() else { throw mistake("a plan stands before its policy") }
        if words.count == 2, words[0] == "picture" {
            cell.picture = words[1]
        } else if words[0] == "refused" {
            cell.expected = .refusal(words.dropFirst().joined(separator: " "))
        } else if case .plan(let lines) = cell.expected, words.count == 1 {
            cell.expected = .plan(lines + [words[0]])
        } else {
            throw mistake("neither a line of a plan, a picture nor a refusal")
        }
        scenario.cells.append(cell)
    }

    private mutating func takeJob(_ words: [String]) throws {
        guard words.count == columns.count else { throw mistake("\(words.count) fields for \(columns.count) columns") }
        var job = Job(name: words[0], command: Command(action: .script("")))
        var arrival = WorkloadRehearsal.Arrival(job: job, at: .zero, runTime: .zero)
        for (column, text) in zip(columns, words).dropFirst() where text != "-" {
            try take(text, of: column, into: &job, &arrival)
        }
        if job.request.expectedTime == nil { job.request.expectedTime = arrival.runTime }
        if job.request.isMalleable, arrival.speed == .fixed { arrival.speed = .linear }
        arrival.job = job
        scenario.arrivals.append(arrival)
    }

    private func take(
        _ text: String, of column: String, into job: inout Job, _ arrival: inout WorkloadRehearsal.Arrival
    ) throws {
        switch column {
        case "cores": job.request.cores = try CoreCounts.readRange(text)
        case "either": job.request.alternatives = [Request(cores: try CoreCounts.readRange(text))]
        case "asks": job.request.preferredCores = try CoreCounts.read(text)
        case "malleable": job.request.isMalleable = text == "yes"
        case "nodes": job.request.nodes = try Self.number(text)...Self.number(text)
        case "memory":
            job.request.memory = try MemoryAmounts.read(text)
            job.request.memoryLimit = job.request.memory
        case "gpus": job.request.gpus = try Amounts.read(text)
        case "takes": arrival.runTime = try Durations.read(text)
        case "expects": job.request.expectedTime = try Durations.readPositive(text)
        case "arrives": arrival.at = Instant.zero + (try Durations.read(text))
        case "speed": arrival.speed = text == "linear" ? .linear : .fixed
        case "priority": job.priority = try Self.number(text)
        case "user": job.user = text
        case "kind": job.kind = text
        case "tag": job.tags = [text]
        case "after": job.dependencies = text.split(separator: ",").map { Dependency(job: String($0)) }
        case "times": job.iterations = Iterations(range: 0..<(try Self.number(text)))
        case "at-most": job.atMost = try Self.number(text)
        default: throw mistake("\"\(column)\" is no column")
        }
    }

    private static func number(_ text: String) throws -> Int {
        guard let number = Int(text) else { throw Mistake(description: "\"\(text)\" is no number") }
        return number
    }

    private func mistake(_ problem: String) -> Mistake { Mistake(description: "\(scenario.name):\(line): \(problem)") }
}
