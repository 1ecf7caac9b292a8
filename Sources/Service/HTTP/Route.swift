internal import Dialects
internal import Web

/// What a request is about, by its method and path.
struct Route: Sendable {
    let operation: Operation
    /// What stands in the holes of the operation's path, by their names.
    private let holes: [String: String]

    enum Finding {
        case found(Route)
        /// The path is known with these methods.
        case otherMethods([WebMethod])
        case nothing
    }

    private static let table = Operation.allCases.map { operation in
        let path = operation.described?.path ?? ""
        return (operation, operation.method, path.split(separator: "/").map(String.init))
    }

    static func find(_ method: WebMethod, _ path: [String]) -> Finding {
        var others: [WebMethod] = []
        for (operation, wanted, pattern) in table {
            guard let wanted, let holes = holes(of: pattern, in: path) else { continue }
            if wanted == method { return .found(Route(operation: operation, holes: holes)) }
            others.append(wanted)
        }
        return others.isEmpty ? .nothing : .otherMethods(others)
    }

    private static func holes(of pattern: [String], in path: [String]) -> [String: String]? {
        guard pattern.count == path.count else { return nil }
        var holes: [String: String] = [:]
        for (part, word) in zip(pattern, path) {
            if part.hasPrefix("{") {
                holes[String(part.dropFirst().dropLast())] = word
            } else if part != word {
                return nil
            }
        }
        return holes
    }

    /// Of a job or a node.
    var name: String { holes["name"] ?? "" }
    var iteration: String { holes["iteration"] ?? "" }
}
