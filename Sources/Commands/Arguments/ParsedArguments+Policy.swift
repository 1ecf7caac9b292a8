package import Model

extension ParsedArguments {
    /// The one that `--policy` names; none when it is not given.
    package func policy() throws(Refusal) -> Policy? {
        guard let name = value(of: "policy") else { return nil }
        return try policy(named: name)
    }

    package func policy(named name: String) throws(Refusal) -> Policy {
        if let policy = Policy(named: name) { return policy }
        let names = Policy.named.map(\.name)
        let parts = name.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        guard let unknown = parts.first(where: { !names.contains($0) }) else {
            throw refusal(
                of: "policy", "\"\(name)\" says the same kind of thing twice",
                "Name one order (shortest, largest) and one rule for overtaking (skip, fcfs, easy).")
        }
        let nearest = NearestName.nearest(to: unknown, among: names).map { "Did you mean \"\($0)\"? " } ?? ""
        throw refusal(
            of: "policy", "\"\(unknown)\" is not known", "\(nearest)There are \(names.joined(separator: ", ")).")
    }
}

extension CommandTable {
    static let policy = OptionDescription(
        "policy", nil, .free("NAME"), in: "Who is served first",
        "An order, a rule for overtaking, or `order+rule`; see `rota rehearse`", standard: "skip")
}
