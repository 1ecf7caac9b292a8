import Model

/// A job made fit to leave this folder: what it says relative to it is said absolutely.
enum SubmittedJob {
    /// - Parameter directory: the folder that its relative paths belong to, absolute.
    static func job(_ job: Job, from directory: String) -> Job {
        func placed(_ template: Template) -> Template {
            Template(
                pieces: template.pieces.map { piece in
                    if case .hole(.rootDirectory) = piece { return .text(directory) }
                    return piece
                })
        }
        var job = job
        switch job.command.action {
        case .script(let script): job.command.action = .script(placed(script))
        case .program(let program, let arguments):
            job.command.action = .program(placed(program), arguments: arguments.map(placed))
        }
        for position in job.command.environment.indices {
            job.command.environment[position].value = placed(job.command.environment[position].value)
        }
        job.command.standardInput = job.command.standardInput.map(placed)
        job.command.standardOutput = job.command.standardOutput.map(placed)
        job.command.standardError = job.command.standardError.map(placed)
        job.command.workingDirectory = folder(job.command.workingDirectory.map(placed), in: directory)
        if let environment = job.command.virtualEnvironment, !environment.hasPrefix("/") {
            job.command.virtualEnvironment = "\(directory)/\(environment)"
        }
        return job
    }

    private static func folder(_ template: Template?, in directory: String) -> Template {
        guard let template, let first = template.pieces.first else { return Template(directory) }
        if case .text(let text) = first, text.hasPrefix("/") { return template }
        return Template(pieces: [.text("\(directory)/")] + template.pieces)
    }
}
