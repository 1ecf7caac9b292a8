package import Model

/// What the options of `rota run` say about the program behind `--`.
package struct ProgramJob: Sendable, Hashable {
    /// None: named after the program.
    package var name: String?
    /// In the order they were written, which is the order of `{1}`, `{2}`, ….
    package var sources: [Source]
    /// Whether the lists are paired instead of each value meeting each.
    package var isPaired: Bool
    /// Whether NUL and not a line's end separates what `--each` reads.
    package var isNULSeparated: Bool
    /// None: one core, or the whole machine for a lone program.
    package var cores: ClosedRange<Cores>?
    /// From what it asks to what a retry after running out of it may ask.
    package var memory: ClosedRange<Bytes>?
    package var gpus: Amount?
    package var named: [NamedAmount]
    package var wallTime: Duration?
    package var expectedTime: Duration?
    package var directory: String?
    package var environment: [Variable]
    package var dependencies: [Dependency]

    package enum Source: Sendable, Hashable {
        /// A file's path; `-` is standard input.
        case each(String)
        case values(String)
        case range(String)
        /// A CSV file's path.
        case table(String)
    }

    package struct Variable: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    /// The options that mean nothing without a program.
    static let options: Set<String> = [
        "each", "null", "values", "range", "table", "zip", "cores", "memory", "gpus", "resource", "time", "expect",
        "name", "dir", "env", "after",
    ]

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        name = arguments.value(of: "name")
        sources = arguments.given.compactMap { given in
            guard let value = given.value else { return nil }
            switch given.option {
            case "each": return .each(value)
            case "values": return .values(value)
            case "range": return .range(value)
            case "table": return .table(value)
            default: return nil
            }
        }
        isPaired = arguments.has("zip")
        isNULSeparated = arguments.has("null")
        cores = try arguments.coreRange("cores")
        memory = try arguments.byteRange("memory")
        gpus = try arguments.amount("gpus")
        named = try arguments.namedAmounts("resource")
        wallTime = try arguments.positiveDuration("time")
        expectedTime = try arguments.positiveDuration("expect")
        directory = arguments.value(of: "dir")
        environment = try Self.variables(arguments)
        dependencies = try Self.dependencies(arguments)
    }

    private static func variables(_ arguments: ParsedArguments) throws(Refusal) -> [Variable] {
        var variables: [Variable] = []
        for text in arguments.values(of: "env") {
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw arguments.refusal(of: "env", "is \"\(text)\"; a name and a value are needed", "Write NAME=VALUE.")
            }
            variables.append(
                Variable(name: String(text[..<equals]), value: String(text[text.index(after: equals)...])))
        }
        return variables
    }

    /// `mesh`, `mesh:3`, `mesh:${it}`.
    private static func dependencies(_ arguments: ParsedArguments) throws(Refusal) -> [Dependency] {
        var dependencies: [Dependency] = []
        for text in arguments.values(of: "after") {
            guard text.hasSuffix(":${it}") || text.hasSuffix(":{it}") else {
                switch try TaskSelector(reading: text) {
                case .last: dependencies.append(Dependency(job: text))
                case .job(let job): dependencies.append(Dependency(job: job))
                case .tasks(let job, let iterations):
                    for iteration in iterations {
                        dependencies.append(Dependency(job: job, scope: .iteration(iteration)))
                    }
                }
                continue
            }
            let job = text[..<(text.lastIndex(of: ":") ?? text.endIndex)]
            dependencies.append(Dependency(job: String(job), scope: .sameIteration))
        }
        return dependencies
    }
}
