internal import Dialects
internal import Model
internal import Posix

/// The policies that people have given a name.
struct PolicyShelf {
    /// The first of a name is the one that holds.
    private(set) var policies: [(name: String, policy: Policy)] = []

    private static let machineFile = "/etc/rota/policies.json"

    /// - Parameters:
    ///   - path: the file that was named; none: the user's and the machine's, where they are there.
    ///   - environment: all of it.
    /// - Throws: also when the file that was named is not there.
    init(_ path: String?, environment: [String: String] = Environment.variables()) throws(Refusal) {
        let usual = [Configuration.userFolder(environment) + "/policies.json", Self.machineFile]
        for file in path.map({ [$0] }) ?? usual.filter(FileSystem.exists) {
            policies += try PolicyFile.read(Self.content(of: file), name: file).policies
        }
    }

    func policy(named name: String) throws(ReadingProblem) -> Policy {
        if let own = policies.first(where: { $0.name == name }) { return own.policy }
        do throws(ReadingProblem) {
            return try PolicyName.read(name)
        } catch {
            // The nearest of its own names is meant more likely than the nearest of ours.
            guard let near = NearestName.nearest(to: name, among: policies.map(\.name)) else { throw error }
            throw ReadingProblem(error.problem, "Did you mean \"\(near)\"? " + error.remedy)
        }
    }

    private static func content(of path: String) throws(Refusal) -> [UInt8] {
        do throws(SystemFailure) {
            return try FileSystem.content(of: path)
        } catch {
            throw .document(
                DocumentProblem(document: path, problem: "can't be read: \(error)", remedy: "Name a policy file."))
        }
    }
}
