package import Model

/// An executor of the global queue's own program, as it introduces itself.
package struct QCGExecutor: Sendable, Hashable {
    /// `executor-` and five capitals.
    package var name: String
    package var address: String
    /// `LOCAL` or `SLURM`.
    package var kind: String
    /// Their identifiers are for whoever takes them in; memory is zero where the executor names none.
    package var nodes: [Node]

    package init(name: String, address: String, kind: String, nodes: [Node]) {
        self.name = name
        self.address = address
        self.kind = kind
        self.nodes = nodes
    }

    private static let allocationPrefix = "qcg "

    /// What its nodes are said to be granted by, so that they are known again.
    package var allocation: String { Self.allocationPrefix + name }

    /// The executor that a node belongs to; none: it is no old program's.
    package static func name(ofAllocation allocation: String) -> String? {
        allocation.hasPrefix(allocationPrefix) ? String(allocation.dropFirst(allocationPrefix.count)) : nil
    }

    /// What an executor calls itself when it is started under the old name: `executor-` and five capitals.
    ///
    /// - Parameter number: drawn at random.
    package static func name(drawnFrom number: UInt64) -> String {
        var rest = number
        var letters = ""
        for _ in 0..<5 {
            letters.unicodeScalars.append(Unicode.Scalar(UInt8(ascii: "A") + UInt8(rest % 26)))
            rest /= 26
        }
        return "executor-" + letters
    }

    static func read(_ value: JSONValue?) throws(QCGRequestProblem) -> QCGExecutor {
        guard let value, let name = value.field("name"), name.isText, !name.decoded.isEmpty,
            let resources = value.field("resources"), resources.isObject,
            let list = resources.field("nodes")?.elements, !list.isEmpty
        else { throw malformed }
        let isBound = resources.field("binding")?.kind == .yes
        var nodes: [Node] = []
        var coreCount = 0
        for element in list {
            let node = try node(element, isBound: isBound)
            coreCount += node.cores.count
            guard coreCount <= coreLimit else { throw malformed }
            nodes.append(node)
        }
        return QCGExecutor(
            name: name.decoded, address: value.field("address")?.decoded ?? "",
            kind: resources.field("type")?.decoded ?? "LOCAL", nodes: nodes)
    }

    private static let malformed = QCGRequestProblem("Wrong format of `register_executor` request", .code)
    /// Of one executor: above any machine, and a list of so many still fits.
    private static let coreLimit = 1_000_000
    /// Of one node.
    private static let deviceLimit = 1000

    private static func node(_ value: JSONValue, isBound: Bool) throws(QCGRequestProblem) -> Node {
        guard let name = value.field("name"), name.isText, let count = value.field("total_cores")?.whole,
            (1...coreLimit).contains(count)
        else { throw malformed }
        let numbers = value.field("core_ids")?.elements.compactMap(\.whole) ?? []
        var node = Node(
            identifier: NodeIdentifier(0), name: name.decoded,
            cores: numbers.count == count ? numbers : Array(0..<count), memory: .zero)
        node.isBindable = isBound
        for member in value.field("crs")?.members ?? [] {
            switch member.name.uppercased() {
            case "GPU": node.gpus = try devices(member.value)
            // Without a unit, as in job descriptions: MiB.
            case "MEM": node.memory = .mebibytes(Int64(try amount(member.value)))
            default: throw malformed
            }
        }
        return node
    }

    /// By number, or by their own names.
    private static func devices(_ value: JSONValue) throws(QCGRequestProblem) -> [String] {
        let names = (value.field("data") ?? value).field("ids")?.elements ?? []
        if !names.isEmpty { return names.map(\.decoded) }
        let count = try amount(value)
        guard count <= deviceLimit else { throw malformed }
        return (0..<count).map(String.init)
    }

    /// `4`, or the form in which the old program stores it: `{"class": …, "data": {"total": 4, …}}`.
    private static func amount(_ value: JSONValue) throws(QCGRequestProblem) -> Int {
        let number = value.whole ?? (value.field("data") ?? value).field("total")?.whole
        guard let number, (0...1 << 40).contains(number) else { throw malformed }
        return number
    }
}
