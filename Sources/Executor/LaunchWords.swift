internal import Model

/// What a command is run as: the program with its arguments, behind what launches its ranks, behind what prepares them.
struct LaunchWords {
    let templates: [Template]

    /// - Parameter launcher: what starts ranks, with its options; empty: what the command's model says.
    init(_ command: Command, width: Cores, launcher: [String]) {
        let launch = Self.launch(command.model, ranks: width.touched, launcher)
        var preparation = Self.preparation(command)
        var words: [Template]
        switch command.action {
        case .program(let program, let arguments): words = launch + [program] + arguments
        case .script(let script):
            // Without ranks one shell does both.
            let text = launch.isEmpty ? preparation : ""
            if launch.isEmpty { preparation = "" }
            words = launch + ["bash", "-l", "-c", Template(pieces: [.text(text)] + script.pieces)]
        }
        // The shell only prepares; the program then takes its place with its arguments untouched.
        if !preparation.isEmpty { words = ["bash", "-l", "-c", Template(preparation + "exec \"$@\""), "rota"] + words }
        templates = words
    }

    /// Nothing where there is one rank only, which starts as any program does.
    private static func launch(_ model: Command.LaunchModel, ranks: Int, _ launcher: [String]) -> [Template] {
        guard ranks > 1 else { return [] }
        let usual: [String]
        switch model {
        case .plain, .threads: return []
        case .openMPI, .intelMPI: usual = ["mpirun"]
        // Inside a step of the allocation that rota itself runs in, which holds these cores and this memory.
        case .slurmMPI: usual = ["srun", "--overcommit", "--mem-per-cpu=0"]
        }
        let words = launcher.isEmpty ? usual : launcher
        return ([words[0], "-n", "\(ranks)"] + words.dropFirst()).map { Template($0) }
    }

    /// Shell text that loads modules and activates a virtual environment; empty when there are none.
    private static func preparation(_ command: Command) -> String {
        var lines = command.modules.map { "module load \(quoted($0)) || exit\n" }
        if let environment = command.virtualEnvironment {
            lines.append(". \(quoted(environment + "/bin/activate")) || exit\n")
        }
        return lines.joined()
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
