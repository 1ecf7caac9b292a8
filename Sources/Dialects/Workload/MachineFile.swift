package import Model

/// A machine as a file describes it: a list of nodes, or of groups of them.
///
/// - Shape: `[{"name": "thin", "count": 16, "cores": 48, "memory": "256G"}, {"cores": 64, "gpus": 4}]`.
package enum MachineFile {
    package static func read(_ bytes: [UInt8], name: String) throws(Refusal) -> [Node] {
        let root = try JSONReader.read(bytes, document: name).root
        var groups: [MachineGroup] = []
        for value in try root.list(nonEmpty: "node") { groups.append(try group(value)) }
        do throws(ReadingProblem) {
            return try MachineGroup.nodes(of: groups)
        } catch {
            throw root.refusal(error)
        }
    }

    private static func group(_ value: JSONValue) throws(Refusal) -> MachineGroup {
        let fields = try Fields(
            of: value, known: ["name", "count", "cores", "numa", "memory", "gpus", "resources", "tags"])
        let cores = try fields.required("cores", "Say how many cores each node has.")
        var group = MachineGroup(cores: try cores.integer(in: 1...MachineGroup.mostCores))
        if let name = fields["name"] {
            group.name = try name.read { text throws(ReadingProblem) in
                try Names.checkWord(text)
                return text
            }
        }
        if let count = fields["count"] { group.count = try count.integer(in: 1...MachineGroup.mostCores) }
        if let domains = fields["numa"] { group.domains = try domains.integer(in: 1...MachineGroup.mostCores) }
        if let memory = fields["memory"] { group.memory = try memory.read(MemoryAmounts.read) }
        if let gpus = fields["gpus"] { group.gpus = try gpus.integer(in: 0...MachineGroup.mostGPUs) }
        if let tags = fields["tags"] { group.tags = try tags.texts() }
        for member in try fields["resources"]?.object() ?? [] {
            do throws(ReadingProblem) {
                try Names.checkWord(member.name)
            } catch {
                throw member.key.refusal(error)
            }
            group.named.append(NamedAmount(name: member.name, amount: try member.value.read(Amounts.read)))
        }
        group.named.sort { $0.name < $1.name }
        return group
    }
}
