import Model

extension RotaJobReader {
    func command() throws(Refusal) -> Command {
        let container = try container()
        var command = Command(action: try action(isContained: container != nil))
        command.container = container
        command.environment = try environment()
        if let inherit = fields["inherit"] { command.inheritsEnvironment = try inherit.flag() }
        command.workingDirectory = try path("dir")
        command.standardInput = try path("stdin")
        command.standardOutput = try path("stdout")
        command.standardError = try path("stderr")
        if let modules = fields["modules"] {
            command.modules = modules.isText ? [try modules.text()] : try modules.texts()
        }
        command.virtualEnvironment = try fields["venv"]?.text()
        if let model = fields["model"] { command.model = try model.word(of: LaunchModels.names) }
        if let binding = fields["bind"] {
            command.binding = try binding.word(of: [("none", .none), ("auto", .automatic)])
        }
        return command
    }

    private func action(isContained: Bool) throws(Refusal) -> Command.Action {
        if let script = fields.own["script"] {
            if let run = fields.own["run"] {
                throw run.refusal("stands beside \"script\", which excludes it", "Keep one of the two.")
            }
            let text = script.isList ? try script.texts().joined(separator: "\n") : try script.text()
            guard !text.isEmpty else { throw script.refusal("is empty", "Write what bash should do.") }
            return .script(templates.read(text))
        }
        // What the image itself says.
        if isContained, fields.own["run"] == nil { return .program("", arguments: []) }
        let run = try fields.own.required("run", "Write \"run\": [\"program\", \"argument\"], or a \"script\".")
        guard run.isList else {
            let text = try run.text()
            guard !text.isEmpty, !text.utf8.contains(UInt8(ascii: " ")) else {
                throw run.refusal(
                    "is \(run.summary); a program, or a list of program and arguments, is needed",
                    "Write it as a list, one argument an element; a line for the shell goes into \"script\".")
            }
            return .program(templates.read(text), arguments: [])
        }
        var words: [Template] = []
        for element in try run.list(nonEmpty: "program") {
            words.append(templates.read(element.isNumber ? element.decoded : try element.text()))
        }
        guard words[0] != Template("") else {
            throw run.refusal("starts with an empty text", "Name the program to run.")
        }
        return .program(words[0], arguments: Array(words.dropFirst()))
    }

    /// The file's defaults first; what the job says itself replaces a variable of the same name.
    private func environment() throws(Refusal) -> [Command.Variable] {
        var variables: [Command.Variable] = []
        for source in [fields.defaults?["env"], fields.own["env"]] {
            for member in try source?.object() ?? [] {
                try EnvironmentNames.check(member)
                let text = member.value.isNumber ? member.value.decoded : try member.value.text()
                variables.removeAll { $0.name == member.name }
                variables.append(.init(name: member.name, value: templates.read(text)))
            }
        }
        return variables
    }

    private func path(_ name: String) throws(Refusal) -> Template? {
        guard let field = fields[name] else { return nil }
        let text = try field.text()
        guard !text.isEmpty else { throw field.refusal("is an empty path", "Name a file, or remove the field.") }
        return templates.read(text)
    }
}
