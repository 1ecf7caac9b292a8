internal import Model

extension FactPacker {
    mutating func put(_ command: Command) {
        if let container = command.container {
            put(byte: 2)
            put(container)
        }
        switch command.action {
        case .program(let program, let arguments):
            put(byte: 0)
            put(program)
            put(list: arguments) { $0.put($1) }
        case .script(let script):
            put(byte: 1)
            put(script)
        }
        put(list: command.environment) { packer, variable in
            packer.put(text: variable.name)
            packer.put(variable.value)
        }
        put(flag: command.inheritsEnvironment)
        put(optional: command.workingDirectory) { $0.put($1) }
        put(optional: command.standardInput) { $0.put($1) }
        put(optional: command.standardOutput) { $0.put($1) }
        put(optional: command.standardError) { $0.put($1) }
        put(list: command.modules) { $0.put(text: $1) }
        put(optional: command.virtualEnvironment) { $0.put(text: $1) }
        put(byte: command.model.rawValue)
        put(byte: command.binding.rawValue)
    }

    private mutating func put(_ template: Template) { put(list: template.pieces) { $0.put($1) } }

    /// A piece of text is 0 and the text; a hole is its kind and what belongs to it.
    private mutating func put(_ piece: Template.Piece) {
        switch piece {
        case .text(let text):
            put(byte: 0)
            put(text: text)
        case .hole(.iteration): put(byte: 1)
        case .hole(.sequence): put(byte: 2)
        case .hole(.value(let form)):
            put(byte: 3)
            put(byte: form.rawValue)
        case .hole(.column(let column, let form)):
            put(byte: 4)
            put(count: column)
            put(byte: form.rawValue)
        case .hole(.coreCount): put(byte: 5)
        case .hole(.nodeCount): put(byte: 6)
        case .hole(.nodeList): put(byte: 7)
        case .hole(.rootDirectory): put(byte: 8)
        }
    }
}

extension FactUnpacker {
    mutating func command() throws(PackingProblem) -> Command {
        let kind = try byte()
        let container = kind == 2 ? try container() : nil
        var command = Command(action: try action(container == nil ? kind : try byte()))
        command.container = container
        command.environment = try list { unpacker throws(PackingProblem) in
            Command.Variable(name: try unpacker.text(), value: try unpacker.template())
        }
        command.inheritsEnvironment = try flag()
        command.workingDirectory = try optional { unpacker throws(PackingProblem) in try unpacker.template() }
        command.standardInput = try optional { unpacker throws(PackingProblem) in try unpacker.template() }
        command.standardOutput = try optional { unpacker throws(PackingProblem) in try unpacker.template() }
        command.standardError = try optional { unpacker throws(PackingProblem) in try unpacker.template() }
        command.modules = try list { unpacker throws(PackingProblem) in try unpacker.text() }
        command.virtualEnvironment = try optional { unpacker throws(PackingProblem) in try unpacker.text() }
        command.model = try choice(Command.LaunchModel.self, "a launch model")
        command.binding = try choice(Command.Binding.self, "a binding")
        return command
    }

    private mutating func action(_ kind: UInt8) throws(PackingProblem) -> Command.Action {
        switch kind {
        case 0:
            let program = try template()
            let arguments = try list { unpacker throws(PackingProblem) in try unpacker.template() }
            return .program(program, arguments: arguments)
        case 1: return .script(try template())
        default: throw .malformed("an action of \(kind)", at: position - 1)
        }
    }

    private mutating func template() throws(PackingProblem) -> Template {
        Template(pieces: try list { unpacker throws(PackingProblem) in try unpacker.piece() })
    }

    private mutating func piece() throws(PackingProblem) -> Template.Piece {
        let kind = try byte()
        switch kind {
        case 0: return .text(try text())
        case 1: return .hole(.iteration)
        case 2: return .hole(.sequence)
        case 3: return .hole(.value(try choice(Template.Form.self, "a form")))
        case 4: return .hole(.column(try count(), try choice(Template.Form.self, "a form")))
        case 5: return .hole(.coreCount)
        case 6: return .hole(.nodeCount)
        case 7: return .hole(.nodeList)
        case 8: return .hole(.rootDirectory)
        default: throw .malformed("a piece of \(kind)", at: position - 1)
        }
    }
}
