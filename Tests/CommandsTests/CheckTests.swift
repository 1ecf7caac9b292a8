import Commands
import Dialects
import Model
import Posix
import Testing
import Watch

private func pipeline() -> [Job] {
    var data = Job(name: "data", command: Command(action: .program("./make data", arguments: ["$HOME"])))
    data.command.standardOutput = "out.txt"
    data.command.standardError = "out.txt"
    let value = Template(pieces: [.text("part-"), .hole(.value(.whole))])
    var parts = Job(name: "parts", command: Command(action: .program("analyse", arguments: [value])))
    parts.iterations = Iterations(range: 0..<5)
    parts.request = Request(cores: Cores(1)...Cores(2))
    parts.request.memory = .mebibytes(512)
    parts.request.wallTime = .seconds(600)
    parts.dependencies = [Dependency(job: "data")]
    var merge = Job(name: "merge", command: Command(action: .script("sort part-*\nrm part-*")))
    merge.command.environment = [Command.Variable(name: "LC_ALL", value: "C")]
    merge.command.workingDirectory = "results"
    merge.dependencies = [Dependency(job: "parts", condition: .end), Dependency(job: "data")]
    return [data, parts, merge]
}

private func machine(cores: Int = 4) -> [Node] {
    [Node(identifier: NodeIdentifier(0), name: "here", cores: Array(0..<cores), memory: .gibibytes(1))]
}

/// A screen that goes into texts.
private final class Recorder {
    var output = ""
    var messages = ""
    lazy var screen = Screen(
        output: OutputStream(traits: .pipe) { bytes throws(SystemFailure) in
            self.output += String(decoding: bytes, as: UTF8.self)
        },
        messages: OutputStream(traits: .pipe) { bytes throws(SystemFailure) in
            self.messages += String(decoding: bytes, as: UTF8.self)
        })
}

/// What the whole program answers to a line.
private func rota(_ arguments: String...) -> (code: Int32, output: String, messages: String) {
    let recorder = Recorder()
    let code = Door(bodies: Door.standardBodies).enter(arguments, recorder.screen)
    recorder.screen.flush()
    return (code, recorder.output, recorder.messages)
}

private func withFolder<Answer>(_ body: (String) throws -> Answer) throws -> Answer {
    let folder = try FileSystem.makeTemporaryDirectory("rota-check")
    defer { try? FileSystem.removeTree(folder) }
    return try body(folder)
}

@Test("a page says what depends on what, what each asks, and what would be run")
func page() {
    let outline = JobsOutline(pipeline(), on: machine(), lines: 2, directory: "/somewhere")

    #expect(
        OutlinePage.lines(for: outline, remarks: ["binding is off."], traits: .pipe) == [
            "3 jobs, 7 tasks, at most 3 jobs one after another.",
            "On here: 4 cores, 1 GiB.",
            "binding is off.",
            "",
            "LEVEL  JOB    TASKS  EACH ASKS                              AT ONCE  AFTER",
            "    1  data       1  1 core                                       1",
            "    2  parts      5  1 to 2 cores, 512 MiB, 10 min at most        2  data",
            "    3  merge      1  1 core                                       1  parts (ended), data",
            "",
            "TASK     WOULD RUN",
            "data     './make data' '$HOME' > out.txt 2>&1",
            "parts:0  analyse part-0",
            "parts:1  analyse part-1",
            "         … and 3 more",
            "merge    cd results && LC_ALL=C bash -l -c 'sort part-*' …",
        ])
}

@Test("many jobs are counted and not listed")
func manyJobs() {
    let jobs = (0..<1000).map { Job(name: "job\($0)", command: Command(action: .program("true", arguments: []))) }

    let lines = OutlinePage.lines(
        for: JobsOutline(jobs, on: machine(), lines: 0, directory: "/"), remarks: [], traits: .pipe, limit: 10)

    #expect(lines.last == "… and 990 more jobs")
    #expect(lines.count == 15)
}

@Test("a file that can be run is explained, with exit code 0")
func soundFile() throws {
    try withFolder { folder in
        let path = "\(folder)/jobs.json"
        let written = rota("new", path)
        let answer = rota("check", "--nodes", "16x48", path)

        #expect(written.code == 0)
        #expect(answer.code == 0)
        #expect(answer.messages.isEmpty)
        #expect(answer.output.contains("\nOn 16 nodes of 48 cores, "))
        #expect(rota("new", path).code == 2)
        #expect(rota("new", "--force", path).code == 0)
    }
}

@Test("JSON says the same, for programs")
func checkInJSON() throws {
    try withFolder { folder in
        let path = "\(folder)/job.json"
        try FileSystem.replace(
            path, with: Array(#"{"name": "a", "run": ["echo", "${it}"], "range": "0-9", "cores": 0.5}"#.utf8))

        let answer = rota("check", "--json", "--lines", "1", "--nodes", "a:2", "--use-memory", "1G", path)

        #expect(answer.code == 0)
        #expect(answer.output.contains(#""taskCount": 10"#))
        #expect(answer.output.contains(#""leastCores": 0.5"#))
        #expect(answer.output.contains(#""atOnce": 4"#))
        #expect(answer.output.contains(#""line": "echo 0""#))
    }
}

@Test(
    "a file that cannot be run is refused with its path, exit code 2, and nothing on standard output",
    arguments: [
        (#"{"name": "a", "run": ["x"], "cores": 64}"#, "asks for 64 cores; the largest node has 4"),
        (#"{"name": "a", "run": ["x"], "after": ["b"]}"#, "depends on \"b\", which does not exist"),
        (#"[{"name": "a", "run": ["x"]}, {"name": "a", "run": ["y"]}]"#, "exists already"),
        (#"[{"name": "a", "run": ["x"], "after": ["b"]}, {"name": "b", "run": ["y"], "after": ["a"]}]"#, "circle"),
        ("{", ":1:"), ("", ""), (#"{"name": "a", "runn": ["x"]}"#, "run"),
    ])
func refusedFile(content: String, problem: String) throws {
    try withFolder { folder in
        let path = "\(folder)/jobs.json"
        try FileSystem.replace(path, with: Array(content.utf8))

        let answer = rota("check", "--nodes", "4", path)

        #expect(answer.code == 2)
        #expect(answer.output.isEmpty)
        #expect(answer.messages.hasPrefix("rota: \(path)"))
        #expect(answer.messages.contains(problem))
    }
}

@Test("a file that is not there, or is a folder, is refused and not failed at")
func missingFile() throws {
    try withFolder { folder in
        let answer = rota("check", "\(folder)/none.json")

        #expect(answer.code == 2)
        #expect(answer.messages.contains("none.json: does not exist. Name a job file"))
        #expect(rota("check", folder).code == 2)
    }
}

@Test("every job that does not fit is named, with its place, in words and in JSON")
func severalRefusals() throws {
    try withFolder { folder in
        let path = "\(folder)/jobs.json"
        let content = """
            [{"name": "a", "run": ["x"], "cores": 64},
             {"name": "b", "run": ["x"]},
             {"name": "c", "run": ["x"], "gpus": 1000}]
            """
        try FileSystem.replace(path, with: Array(content.utf8))

        let words = rota("check", "--nodes", "4", path)
        let json = rota("check", "--nodes", "4", "--json", path)

        #expect(words.messages.split(separator: "\n").count == 2)
        #expect(words.messages.contains("jobs.json:1:") && words.messages.contains("jobs.json:3:"))
        #expect(json.code == 2)
        #expect(json.messages.isEmpty)
        #expect(json.output.contains(#""line": 3"#))
    }
}
