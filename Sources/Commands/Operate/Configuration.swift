internal import Dialects
internal import Model
internal import Posix

/// What options of `rota serve` and `rota executor` mean that the command line leaves open.
///
/// - Order: the command line; the environment's variables; the user's file; the machine's file.
package struct Configuration: Sendable, Hashable {
    /// The first for an option is the one that holds.
    package private(set) var settings: [Setting] = []
    /// The files that were looked for, the strongest first, and whether each is there.
    package private(set) var files: [File]

    package struct File: Sendable, Hashable {
        package var path: String
        package var isThere: Bool
    }

    /// The commands that can be configured.
    package static let commands = [CommandTable.serve, CommandTable.executor]

    /// Said on the command line or not at all: how a command is called this once.
    private static let spoken: Set<String> = ["help", "detach"]

    /// - Parameter environment: all of it.
    /// - Parameter machineFile: what holds for every user.
    /// - Throws: a refusal when a file or a variable says something that no command knows.
    package init(
        environment: [String: String] = Environment.variables(), machineFile: String = "/etc/rota/config.json"
    ) throws {
        files = [Self.userFile(environment), machineFile].map { File(path: $0, isThere: FileSystem.exists($0)) }
        for command in Self.commands { try take(environment, for: command) }
        for file in files where file.isThere {
            try take(FileSystem.content(of: file.path), of: file.path)
        }
    }

    /// The arguments with what is configured for options that were not given.
    package func completed(_ arguments: ParsedArguments) -> ParsedArguments {
        var completed = arguments
        var known = Set(arguments.given.map(\.option))
        for setting in settings where setting.command == arguments.command.name {
            guard known.insert(setting.option).inserted else { continue }
            if setting.values.isEmpty {
                completed.given.append(ParsedArguments.Given(option: setting.option, value: nil))
            }
            completed.given += setting.values.map { ParsedArguments.Given(option: setting.option, value: $0) }
        }
        return completed
    }

    private static func userFile(_ environment: [String: String]) -> String {
        userFolder(environment) + "/config.json"
    }

    static func userFolder(_ environment: [String: String]) -> String {
        let named = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        return "\(named ?? (environment["HOME"] ?? "") + "/.config")/rota"
    }

    /// `ROTA_STATE` and `ROTA_SERVICE`, which all commands know, and `ROTA_SERVE_ADDRESS` for the others.
    package static func variable(of option: String, _ command: String) -> String {
        if option == "state" || option == "service" { return "ROTA_\(option.uppercased())" }
        let words = option.split(separator: "-").joined(separator: "_")
        return "ROTA_\(command)_\(words)".uppercased()
    }

    private static func options(of command: CommandDescription) -> [OptionDescription] {
        command.options.filter { !spoken.contains($0.name) }
    }

    private mutating func take(_ environment: [String: String], for command: CommandDescription) throws(Refusal) {
        let options = Self.options(of: command)
        let names = options.map { Self.variable(of: $0.name, command.name) }
        for (option, name) in zip(options, names) {
            guard let text = environment[name], !text.isEmpty else { continue }
            var values = option.repeats ? text.split(separator: ",").map(String.init) : [text]
            if option.value == nil {
                guard text == "true" || text == "false" else {
                    throw Self.refusal(name, "is \"\(text)\"; true or false is needed", "Write one of the two.")
                }
                if text == "false" { continue }
                values = []
            }
            if case .choice(let choices)? = option.value?.kind,
                let wrong = values.first(where: { !choices.contains($0) })
            {
                throw Self.refusal(name, "is \"\(wrong)\"", "Choose one of \(choices.joined(separator: ", ")).")
            }
            settings.append(
                Setting(command: command.name, option: option.name, values: values, source: .variable(name)))
        }
        let prefix = "ROTA_\(command.name.uppercased())_"
        for name in environment.keys.sorted() where name.hasPrefix(prefix) && !names.contains(name) {
            let near = NearestName.nearest(to: name, among: names)
            throw Self.refusal(
                name, "is no variable that `rota \(command.name)` knows",
                near.map { "Did you mean \($0)?" } ?? "Known are \(names.joined(separator: ", ")).")
        }
    }

    private static func refusal(_ name: String, _ problem: String, _ remedy: String) -> Refusal {
        .document(DocumentProblem(document: "environment", path: name, problem: problem, remedy: remedy))
    }

    private mutating func take(_ bytes: [UInt8], of path: String) throws(Refusal) {
        let root = try JSONReader.read(bytes, document: path).root
        let parts = try Fields(of: root, known: Self.commands.map(\.name))
        for command in Self.commands {
            guard let part = parts[command.name] else { continue }
            let options = Self.options(of: command)
            let fields = try Fields(of: part, known: options.map(\.name))
            for option in options {
                guard let value = fields[option.name], let values = try Self.values(of: option, value) else { continue }
                settings.append(
                    Setting(command: command.name, option: option.name, values: values, source: .file(path)))
            }
        }
    }

    /// As the command line would have them; none for a switch that is off.
    private static func values(of option: OptionDescription, _ value: JSONValue) throws(Refusal) -> [String]? {
        guard let kind = option.value?.kind else { return try value.flag() ? [] : nil }
        if value.isList {
            guard option.repeats else { throw value.refusal("is a list; one value is needed", "Write it alone.") }
            return try value.texts()
        }
        if case .choice(let choices) = kind { return [try value.word(of: choices.map { ($0, $0) })] }
        return [try value.read { text throws(ReadingProblem) in text }]
    }
}
