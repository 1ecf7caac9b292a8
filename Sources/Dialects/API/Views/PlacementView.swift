package import Model

/// The cores an attempt has or had on one node, by the node's own numbers.
package struct PlacementView: Sendable, Hashable {
    package var node: String
    package var cores: [Int]

    package init(node: String, cores: [Int]) {
        self.node = node
        self.cores = cores
    }
}

extension PlacementView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("node", node)
            json.key("cores")
            json.array { json in for core in cores { json.value(core) } }
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        node = try fields.text("node")
        var cores: [Int] = []
        for core in try fields["cores"]?.list() ?? [] { cores.append(try core.integer(in: Int.min...Int.max)) }
        self.cores = cores
    }
}
