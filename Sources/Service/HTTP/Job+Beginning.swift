package import Model

extension Job {
    /// The same job, fit to leave a folder: what it says relative to that is said absolutely.
    package func beginning(in folder: String) -> Job {
        var job = self
        let place = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        job.command = command.mapTemplates { template in
            Template(
                pieces: template.pieces.map { piece in
                    if case .hole(.rootDirectory) = piece { .text(place) } else { piece }
                })
        }
        let asked = job.command.workingDirectory ?? Template("")
        job.command.workingDirectory = asked.isAbsolute ? asked : asked.behind(place)
        if let environment = job.command.virtualEnvironment, !environment.hasPrefix("/") {
            job.command.virtualEnvironment = "\(place)/\(environment)"
        }
        return job
    }
}

extension Template {
    fileprivate var isAbsolute: Bool {
        if case .text(let text) = pieces.first { text.hasPrefix("/") } else { false }
    }

    fileprivate func behind(_ folder: String) -> Template {
        pieces.isEmpty ? Template(folder) : Template(pieces: [.text(folder + "/")] + pieces)
    }
}

extension Command {
    fileprivate func mapTemplates(_ map: (Template) -> Template) -> Command {
        var command = self
        switch action {
        case .program(let program, let arguments):
            command.action = .program(map(program), arguments: arguments.map(map))
        case .script(let text): command.action = .script(map(text))
        }
        for position in command.environment.indices {
            command.environment[position].value = map(environment[position].value)
        }
        command.workingDirectory = workingDirectory.map(map)
        command.standardInput = standardInput.map(map)
        command.standardOutput = standardOutput.map(map)
        command.standardError = standardError.map(map)
        return command
    }
}
