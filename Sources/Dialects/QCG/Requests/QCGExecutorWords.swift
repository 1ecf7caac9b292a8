import Model

/// A job's command in words that an executor of the old program can follow.
struct QCGExecutorWords {
    let context: RenderingContext
    /// Whether what differs between iterations is filled in here.
    let rendersNumbers: Bool

    func command(of job: Job, devices: [String]) -> Command {
        var command = job.command
        command.action = action(of: job)
        command.environment = command.environment.map { .init(name: $0.name, value: rendered($0.value)) }
        if !devices.isEmpty {
            let names = Template(devices.joined(separator: ","))
            command.environment.append(.init(name: "CUDA_VISIBLE_DEVICES", value: names))
        }
        command.workingDirectory = command.workingDirectory.map(rendered)
        command.standardInput = command.standardInput.map(rendered)
        command.standardOutput = command.standardOutput.map(rendered)
        command.standardError = command.standardError.map(rendered)
        command.modules = []
        command.virtualEnvironment = nil
        return command
    }

    /// Under a shell that prepares it, and under `timeout`, where it needs them.
    private func action(of job: Job) -> Command.Action {
        let preparation = preparation(of: job.command)
        let limit = job.request.wallTime.map { time in
            ["--kill-after", seconds(job.grace), seconds(time)].map { Template($0) }
        }
        switch job.command.action {
        case .script(let script):
            var text = rendered(script)
            if !preparation.isEmpty { text.pieces.insert(.text(preparation), at: 0) }
            guard let limit else { return .script(text) }
            return .program("timeout", arguments: limit + ["bash", "-l", "-c", text])
        case .program(let program, let arguments):
            var words = [rendered(program)] + arguments.map(rendered)
            if !preparation.isEmpty {
                words = ["bash", "-l", "-c", Template(preparation + "exec \"$0\" \"$@\"")] + words
            }
            if let limit { words = ["timeout"] + limit + words }
            return .program(words[0], arguments: Array(words.dropFirst()))
        }
    }

    private func preparation(of command: Command) -> String {
        var text = command.modules.map { "module load \(quoted($0))\n" }.joined()
        if let folder = command.virtualEnvironment { text += ". \(quoted(folder + "/bin/activate"))\n" }
        return text
    }

    private func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// Whole seconds, upwards: a second more harms nobody.
    private func seconds(_ time: Duration) -> String { "\((time.nanoseconds + 999_999_999) / 1_000_000_000)" }

    /// Without the holes that the executor could not fill, or would fill with something else.
    private func rendered(_ template: Template) -> Template {
        Template(
            pieces: template.pieces.map { piece in
                guard piece == .hole(.rootDirectory) || (rendersNumbers && piece.isNumbered) else { return piece }
                var bytes: [UInt8] = []
                Template(pieces: [piece]).render(into: &bytes, context)
                return .text(String(decoding: bytes, as: UTF8.self))
            })
    }
}

extension Template.Piece {
    /// Whether it differs between a job's iterations.
    var isNumbered: Bool {
        switch self {
        case .text: false
        case .hole(let hole):
            switch hole {
            case .iteration, .sequence, .value, .column: true
            case .coreCount, .nodeCount, .nodeList, .rootDirectory: false
            }
        }
    }
}
