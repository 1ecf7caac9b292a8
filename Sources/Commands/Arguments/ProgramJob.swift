package import Dialects
package import Model

/// What the options of `rota run` say about the program behind `--`.
package struct ProgramJob: Sendable {
    /// The words and the values as they were typed; its sources are still empty, since they have to be read.
    package var line: CommandLineJob
    /// In the order they were written, which is the order of `{1}`, `{2}`, ….
    package var sources: [Source]
    /// Whether NUL and not a line's end separates what `--each` reads.
    package var isNULSeparated: Bool
    package var grace: Duration?
    /// Whether nothing was said of cores or repetition: such a program gets the whole machine.
    package var isAlone: Bool

    package enum Source: Sendable, Hashable {
        /// A file's path; `-` is standard input.
        case each(String)
        case values(String)
        case range(String)
        /// A CSV file's path.
        case table(String)
    }

    /// The options that mean nothing without a program.
    static let options: Set<String> = [
        "each", "null", "values", "range", "table", "zip", "cores", "memory", "gpus", "resource", "either", "time",
        "expect",
        "preferred-cores", "malleable", "kind", "user", "at-most", "name", "dir", "env", "after",
        "image", "volume", "port",
    ]

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        line = CommandLineJob(words: arguments.program ?? [])
        line.zip = arguments.has("zip")
        line.name = arguments.value(of: "name")
        line.cores = arguments.value(of: "cores")
        line.preferredCores = arguments.value(of: "preferred-cores")
        line.isMalleable = arguments.has("malleable")
        line.atMost = arguments.value(of: "at-most")
        line.user = arguments.value(of: "user") ?? ""
        line.kind = arguments.value(of: "kind") ?? ""
        line.memory = arguments.value(of: "memory")
        line.gpus = arguments.value(of: "gpus")
        line.resources = arguments.values(of: "resource")
        line.time = arguments.value(of: "time")
        line.expect = arguments.value(of: "expect")
        line.either = arguments.values(of: "either")
        line.retries = arguments.value(of: "retries")
        line.after = arguments.values(of: "after")
        line.bind = arguments.value(of: "bind")
        line.image = arguments.value(of: "image")
        line.volumes = arguments.values(of: "volume")
        line.ports = arguments.values(of: "port")
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
        isNULSeparated = arguments.has("null")
        line.directory = arguments.value(of: "dir")
        line.environment = try Self.variables(arguments)
        grace = try arguments.duration("grace")
        isAlone = sources.isEmpty && line.cores == nil && line.either.isEmpty && arguments.operands.isEmpty
    }

    /// The job itself.
    ///
    /// - Parameter content: reads a file, or standard input when the path is `-`.
    /// - Throws: a refusal, or what `content` throws.
    /// Whether the caller gave it a name of its own.
    var isNamed: Bool { line.name != nil }

    package func job(reading content: (String) throws -> [UInt8]) throws -> Job {
        var line = line
        for source in sources {
            switch source {
            case .each(let path):
                line.sources.append(
                    .each(try content(path), separator: isNULSeparated ? 0 : 0x0A, origin: JobFile.name(of: path)))
            case .values(let text): line.sources.append(.values(text))
            case .range(let text): line.sources.append(.range(text))
            case .table(let path): line.sources.append(.table(try content(path), origin: JobFile.name(of: path)))
            }
        }
        var job = try line.read()
        if let grace { job.grace = grace }
        return job
    }

    private static func variables(_ arguments: ParsedArguments) throws(Refusal) -> [(name: String, value: String)] {
        var variables: [(name: String, value: String)] = []
        for text in arguments.values(of: "env") {
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw arguments.refusal(of: "env", "is \"\(text)\"; a name and a value are needed", "Write NAME=VALUE.")
            }
            variables.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
        }
        return variables
    }
}
