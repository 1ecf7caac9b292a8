import Model

/// One QCG job description, in either spelling.
struct QCGJobReader {
    let name: String
    let macros: QCGMacros
    let dialect: QCGDialect?
    private let fields: Fields

    init(
        of value: JSONValue, macros: QCGMacros, dialect: QCGDialect?, context: inout SubmissionContext
    ) throws(Refusal) {
        fields = try Fields(
            of: value, known: ["name", "execution", "resources", "iteration", "dependencies", "attributes"])
        if let field = fields["name"] {
            name = macros.text(try field.text())
            do throws(ReadingProblem) {
                try Names.checkJob(name)
            } catch {
                throw field.refusal(error)
            }
        } else if dialect == .stable {
            throw value.refusal("has no \"name\"", "Add one; dependencies and reports need it.")
        } else {
            name = context.drawUnique()
        }
        self.macros = macros.naming(job: name, isIterated: fields["iteration"] != nil)
        self.dialect = dialect
    }

    func job() throws(Refusal) -> Job {
        let execution = try fields.required("execution", "Add what to run: { \"exec\": \"/bin/date\" }.")
        let executionFields = try Self.executionFields(of: execution)
        var job = Job(name: name, command: try command(executionFields))
        let written = try QCGResources.dialect(of: fields["resources"])
        if let resources = fields["resources"] {
            job.request = try QCGResources.read(resources)
        }
        if let iteration = fields["iteration"] {
            job.iterations = try iterations(iteration, dialect: dialect ?? written)
        }
        if case .equalParts(0) = job.request.sharing { job.request.sharing = .equalParts(job.iterations.count) }
        if let dependencies = fields["dependencies"] {
            job.dependencies = try readDependencies(dependencies, isIterated: job.iterations.isIterated)
        }
        job.metadata = try metadata(executionFields)
        return job
    }

    private static func executionFields(of value: JSONValue) throws(Refusal) -> Fields {
        try Fields(
            of: value,
            known: [
                "exec", "args", "env", "script", "stdin", "stdout", "stderr", "modules", "venv", "wd", "model",
                "model_opts",
            ])
    }

    private func command(_ fields: Fields) throws(Refusal) -> Command {
        var command = Command(action: try action(fields))
        if let variables = fields["env"] {
            for member in try variables.object() {
                try EnvironmentNames.check(member)
                let value = macros.template(try Self.castText(member.value))
                command.environment.append(.init(name: member.name, value: value))
            }
        }
        command.workingDirectory = try path(fields["wd"])
        command.standardInput = try path(fields["stdin"])
        command.standardOutput = try path(fields["stdout"])
        command.standardError = try path(fields["stderr"])
        if let modules = fields["modules"] {
            command.modules = modules.isText ? [try modules.text()] : try modules.texts()
            command.modules = command.modules.map { macros.text($0) }
        }
        command.virtualEnvironment = try fields["venv"]?.text()
        command.virtualEnvironment = command.virtualEnvironment.map { macros.text($0) }
        if let model = fields["model"] { command.model = try model.word(of: LaunchModels.names) }
        return command
    }

    private func action(_ fields: Fields) throws(Refusal) -> Command.Action {
        guard let script = fields["script"] else {
            let program = try fields.required("exec", "Name a program in \"exec\", or write a \"script\".")
            let text = try program.text()
            guard !text.isEmpty else { throw program.refusal("is empty", "Name the program to run.") }
            var arguments: [Template] = []
            if let list = fields["args"] {
                guard list.isList else {
                    throw list.refusal("is \(list.summary); a list of arguments is needed", "Put it into brackets.")
                }
                for element in list.elements { arguments.append(macros.template(try Self.castText(element))) }
            }
            return .program(macros.template(text), arguments: arguments)
        }
        for name in ["exec", "args", "env"] {
            guard let other = fields[name] else { continue }
            // An empty list or object beside a script is what generating programs leave behind.
            if other.isList ? other.elements.isEmpty : other.isObject && other.members.isEmpty { continue }
            throw other.refusal(
                "stands beside \"script\", which excludes it",
                name == "exec"
                    ? "Keep one of the two." : "Put it into the script, or run the script by \"exec\": \"bash\".")
        }
        let text = try script.text()
        guard !text.isEmpty else { throw script.refusal("is empty", "Write what bash should do.") }
        return .script(macros.template(text))
    }

    private func path(_ field: JSONValue?) throws(Refusal) -> Template? {
        guard let field else { return nil }
        let text = try field.text()
        guard !text.isEmpty else { throw field.refusal("is an empty path", "Name a file, or remove the field.") }
        return macros.template(text)
    }

    private func metadata(_ execution: Fields) throws(Refusal) -> [Job.MetadataField] {
        var metadata: [Job.MetadataField] = []
        if let attributes = fields["attributes"] {
            _ = try attributes.object()
            metadata.append(.init(name: "attributes", value: attributes.source))
        }
        metadata.append(QCGJobMark.field)
        if let options = execution["model_opts"] {
            _ = try Fields(of: options, known: ["mpirun", "mpirun_args", "srun_args"])
            metadata.append(.init(name: "model_opts", value: options.source))
        }
        return metadata
    }

    /// Numbers and truth values as their texts, spelled as the old program's language spells them.
    static func castText(_ value: JSONValue) throws(Refusal) -> String {
        switch value.kind {
        case .text, .escapedText, .number: return value.decoded
        case .yes: return "True"
        case .no: return "False"
        case .object, .list, .null:
            throw value.refusal("is \(value.summary); a text or a number is needed", "Write it in double quotes.")
        }
    }
}
