package import Model

extension Lending {
    // A million: more cores than any machine there is, and few enough to list.
    private static let mostCores = 1_000_000

    /// `4` is a number of cores, `0-3` or `0,2` a list of them; core 4 alone is `4-4`.
    package static func cores(_ text: String) throws(Refusal) -> CoreChoice {
        if let count = count(text) { return .count(count) }
        if let list = ProcessorList.parse(text), !list.isEmpty, text.contains(where: { $0 == "," || $0 == "-" }) {
            return .list(list)
        }
        throw refusal(
            "--use-cores", "\"\(text)\" is neither a number from 1 to \(mostCores) nor a list of processors",
            "Write a number, as 4, or processors, as 0-3 or 0,2,4.")
    }

    /// `4,4`, `a:4,b:8`, `16x48` and mixtures of these; a node without a name is called by its position: `n0`, `n1`.
    package static func nodes(_ text: String) throws(Refusal) -> [VirtualNode] {
        var nodes: [VirtualNode] = []
        var total = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            for node in try group(part.trimmed, at: nodes.count) {
                nodes.append(node)
                total += node.coreCount
                guard total <= mostCores else {
                    throw refusal(
                        "--nodes", "\"\(text)\" has more than \(mostCores) cores in all", "Ask for fewer.")
                }
            }
        }
        var known: Set<String> = []
        if let again = nodes.first(where: { !known.insert($0.name).inserted }) {
            throw refusal("--nodes", "two nodes are called \"\(again.name)\"", "Give each a name of its own.")
        }
        return nodes
    }

    private static func group(_ text: String, at position: Int) throws(Refusal) -> [VirtualNode] {
        if let colon = text.lastIndex(of: ":") {
            let name = text[..<colon].trimmed
            if !name.isEmpty, let cores = count(text[text.index(after: colon)...].trimmed) {
                return [VirtualNode(name: name, coreCount: cores)]
            }
        } else {
            let factors = text.split(separator: "x", omittingEmptySubsequences: false).map { count($0.trimmed) }
            if factors.count == 1, let cores = factors[0] {
                return [VirtualNode(name: "n\(position)", coreCount: cores)]
            }
            if factors.count == 2, let many = factors[0], let cores = factors[1] {
                return (position..<position + many).map { VirtualNode(name: "n\($0)", coreCount: cores) }
            }
        }
        throw refusal(
            "--nodes", "\"\(text)\" is not a node with 1 to \(mostCores) cores",
            "Write cores as 4,4, names as a:4,b:8, or nodes times cores as 16x48.")
    }

    private static func count(_ text: String) -> Int? {
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }), let count = Int(text) else { return nil }
        return (1...mostCores).contains(count) ? count : nil
    }

    static func refusal(_ option: String, _ problem: String, _ remedy: String) -> Refusal {
        .document(DocumentProblem(document: "command line", path: option, problem: problem, remedy: remedy))
    }
}
