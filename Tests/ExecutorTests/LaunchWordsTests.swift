import Model
import Testing

@testable import Executor

@Suite struct LaunchWordsTests {
    private let program = Command(action: .program("solve", arguments: ["in put", "it's"]))

    private func words(_ command: Command, width: Int = 1, launch: RankLaunch? = nil) -> [String] {
        LaunchWords(command, launch: launch ?? RankLaunch(command.model, ranks: width)).templates
            .map { $0.constant ?? "hole" }
    }

    @Test("a plain program is run as it is, however wide it is", arguments: [Command.LaunchModel.plain, .threads])
    func plain(model: Command.LaunchModel) {
        var command = program
        command.model = model

        #expect(words(command, width: 4) == ["solve", "in put", "it's"])
    }

    @Test("ranks are started by the model's launcher, one for each core")
    func ranks() {
        var command = program
        for (model, launch) in [
            (Command.LaunchModel.openMPI, ["mpirun", "-n", "4"]), (.intelMPI, ["mpirun", "-n", "4"]),
            (.slurmMPI, ["srun", "-n", "4", "--overlap", "--overcommit", "--mem-per-cpu=0"]),
        ] {
            command.model = model
            #expect(words(command, width: 4) == launch + ["solve", "in put", "it's"])
        }
    }

    @Test("one core is one rank, which needs no launcher")
    func oneRank() {
        var command = program
        command.model = .openMPI

        #expect(words(command) == ["solve", "in put", "it's"])
    }

    @Test("whoever knows better says how ranks are started; the files it names are written first")
    func namedLauncher() {
        var command = program
        command.model = .openMPI
        let name = Template(pieces: [.text(".it's:"), .hole(.iteration), .text(".hosts")])
        let launch = RankLaunch(files: [(name: name, content: "n1\nn2\n")]) { ["launch", "1"] + $0 + [":", "2"] + $0 }

        let templates = LaunchWords(command, launch: launch).templates

        #expect(templates[..<2] == ["bash", "-c"])
        #expect(
            templates[2].pieces == [
                .text("printf %s 'n1\nn2\n' >"), .text("'.it'\\''s:'"), .hole(.iteration), .text("'.hosts'"),
                .text(" || exit\n"), .text("exec \"$@\""),
            ])
        #expect(
            templates[3...] == [
                "rota", "launch", "1", "solve", "in put", "it's", ":", "2", "solve", "in put", "it's",
            ])
    }

    @Test("modules and a virtual environment are prepared by a shell that then becomes the program")
    func prepared() {
        var command = program
        command.modules = ["gcc/12", "it's"]
        command.virtualEnvironment = "/home/me/venv"
        command.model = .openMPI

        let words = words(command, width: 2)

        #expect(words[..<3] == ["bash", "-l", "-c"])
        #expect(
            words[3] == """
                module load 'gcc/12' || exit
                module load 'it'\\''s' || exit
                . '/home/me/venv/bin/activate' || exit
                exec "$@"
                """)
        #expect(words[4...] == ["rota", "mpirun", "-n", "2", "solve", "in put", "it's"])
    }

    @Test("a script without ranks is prepared in its own shell")
    func script() {
        var command = Command(action: .script("echo done"))
        command.modules = ["gcc"]

        #expect(LaunchWords(command, launch: nil).templates.count == 4)
        var bytes: [UInt8] = []
        LaunchWords(command, launch: nil).templates[3]
            .render(into: &bytes, RenderingContext(iterations: .single, iteration: 0))
        #expect(String(decoding: bytes, as: UTF8.self) == "module load 'gcc' || exit\necho done")
    }
}
