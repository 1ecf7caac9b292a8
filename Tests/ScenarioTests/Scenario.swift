import Dialects
import Model
import Posix
import Rehearsal

/// A file of `Scenarios/`: a machine, jobs, and what becomes of them under each of some policies.
struct Scenario: Sendable {
    var name: String
    var nodes: [Node]
    /// What a letter of a plan stands for.
    var tick: Duration
    var arrivals: [WorkloadRehearsal.Arrival]
    var cells: [Cell]

    struct Cell: Sendable {
        /// In the file, from 1.
        var line: Int
        /// As `--policy` takes it, or an object as a policy file has it.
        var policy: String
        /// Of `docs/pictures/`.
        var picture: String?
        var expected: Expected
    }

    enum Expected: Sendable, Hashable {
        /// A line for each core of each node, a letter for each moment: the job that runs there, or a point.
        case plan([String])
        /// A part of the sentence with which the policy is refused.
        case refusal(String)
    }

    static let folder: String = {
        let tests = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(tests)/Scenarios"
    }()

    static var names: [String] {
        let files = (try? FileSystem.names(in: folder)) ?? []
        return files.filter { $0.hasSuffix(".scenario") }.map { String($0.dropLast(9)) }.sorted()
    }

    static func read(_ name: String) throws -> Scenario {
        let text = String(decoding: try FileSystem.content(of: "\(folder)/\(name).scenario"), as: UTF8.self)
        return try ScenarioReader.read(text, name: name)
    }

    func policy(of cell: Cell) throws -> Policy {
        guard cell.policy.hasPrefix("{") else { return try PolicyName.read(cell.policy) }
        let file = "{\"it\": \(cell.policy)}"
        return try PolicyFile.read(Array(file.utf8), name: name).policies[0].policy
    }
}
