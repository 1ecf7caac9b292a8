internal import Dialects
package import Model

extension ParsedArguments {
    /// The one that `--policy` names; none when it is not given.
    package func policy() throws(Refusal) -> Policy? {
        guard let name = value(of: "policy") else { return nil }
        return try policy(named: name)
    }

    /// One that is only looked at, as it was named: whoever plans reads the name.
    package var otherPolicy: String? {
        get throws(Refusal) {
            guard let name = value(of: "policy") else { return nil }
            do throws(ReadingProblem) { _ = try PolicyName.read(name) } catch {
                throw Self.refusal(of: "--policy", error.problem, error.remedy)
            }
            return name
        }
    }

    package func policy(named name: String) throws(Refusal) -> Policy {
        let shelf = try PolicyShelf(value(of: "policies"))
        do throws(ReadingProblem) {
            return try shelf.policy(named: name)
        } catch {
            throw refusal(of: "policy", error.problem, error.remedy)
        }
    }
}

extension CommandTable {
    static let policy = OptionDescription(
        "policy", nil, .free("NAME"), in: "Who is served first",
        "An order, a rule for overtaking, or several choices joined by `+`; see docs/policies.md", standard: "skip")

    static let policies = OptionDescription(
        "policies", nil, .file, in: "Who is served first", "A file with policies of your own",
        standard: "policies.json beside the configuration")
}
