internal import Dialects
package import Model

extension ParsedArguments {
    /// The one that `--policy` names; none when it is not given.
    package func policy() throws(Refusal) -> Policy? {
        guard let name = value(of: "policy") else { return nil }
        return try policy(named: name)
    }

    package func policy(named name: String) throws(Refusal) -> Policy {
        do {
            return try PolicyName.read(name)
        } catch {
            throw refusal(of: "policy", error.problem, error.remedy)
        }
    }
}

extension CommandTable {
    static let policy = OptionDescription(
        "policy", nil, .free("NAME"), in: "Who is served first",
        "An order, a rule for overtaking, or `order+rule`; see `rota rehearse`", standard: "skip")
}
