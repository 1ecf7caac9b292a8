import Commands
import Dialects
import Model
import Posix
import Testing

@Suite("rota rehearse") struct RehearseTests {
    /// On four processors: who comes second does not fit beside the first, who comes third does.
    private static let small = """
        ; MaxProcs: 4
        1 0 -1 100 3 -1 -1 3 100
        2 10 -1 100 4 -1 -1 4 100
        3 20 -1 50 1 -1 -1 1 80

        """

    private func withTrace(_ text: String, _ body: (String) throws -> Void) throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-rehearse")
        defer { try? FileSystem.removeTree(folder) }
        try FileSystem.replace("\(folder)/trace.swf", with: Array(text.utf8))
        try body("\(folder)/trace.swf")
    }

    private func rehearse(_ arguments: String...) -> EnteredCommand { EnteredCommand(["rehearse"] + arguments) }

    @Test("policies are compared in one table, JSON or CSV")
    func shapes() throws {
        try withTrace(Self.small) { path in
            let table = rehearse(path, "--policy", "fcfs,easy")
            #expect(table.code == 0, "\(table.messages)")
            let lines = table.output.split(separator: "\n")
            #expect(lines[0] == "\(path): 3 jobs on 4 processors.")
            #expect(lines.dropFirst(2).map { $0.prefix(4) } == ["fcfs", "easy"])

            let csv = rehearse(path, "-p", "fcfs", "-p", "easy", "--csv").output.split(separator: "\n")
            // The third waits for the second under fcfs: 0, 90 and 180 s.
            #expect(csv[1].hasPrefix("fcfs,3,90.0,180.0,"))
            #expect(csv[2].hasPrefix("easy,3,30.0,90.0,"))

            let json = try JSONReader.read(Array(rehearse(path, "--json").output.utf8), document: "answer")
            let fields = try Fields(
                of: json.root, known: ["trace", "jobs", "leftOut", "brokenLines", "processors", "policies"])
            #expect(try fields["jobs"]?.integer(in: 0...9) == 3)
        }
    }

    @Test("a schedule is written, and can be played again")
    func schedule() throws {
        try withTrace(Self.small) { path in
            let schedule = path + ".easy"
            #expect(rehearse(path, "--policy", "easy", "--schedule", schedule).code == 0)
            let text = String(decoding: try FileSystem.content(of: schedule), as: UTF8.self)
            let waits = text.split(separator: "\n").filter { $0.first != ";" }.map { $0.split(separator: " ")[2] }
            #expect(waits == ["0", "90", "0"])
            #expect(rehearse(schedule, "--procs", "4").code == 0)
        }
    }

    @Test("a trace compressed by gzip is the same trace; a broken one is refused")
    func compressed() throws {
        try withTrace(Self.small) { path in
            let plain = rehearse(path, "--csv").output
            let number = try Process.spawn(
                "/bin/gzip", arguments: ["gzip", path], environment: [], descriptors: [])
            #expect(try Process.wait(for: number) == .exited(0))
            #expect(rehearse(path + ".gz", "--csv").output == plain)

            let bytes = try FileSystem.content(of: path + ".gz")
            try FileSystem.replace(path + ".cut", with: Array(bytes.dropLast(12)))
            let cut = rehearse(path + ".cut")
            #expect(cut.code == 2)
            #expect(cut.messages.contains("is compressed, and ends too early"))
            // The checksum of what was compressed is in the last eight bytes.
            try FileSystem.replace(path + ".broken", with: Array(bytes.dropLast(8)) + Array(repeating: 0, count: 8))
            let broken = rehearse(path + ".broken")
            #expect(broken.code == 2)
            #expect(broken.messages.contains("is compressed, and broken"))
        }
    }

    @Test("lines that can't be read are told and passed over, or refused with --strict")
    func broken() throws {
        try withTrace("1 0 -1 10 1\nnonsense\n") { path in
            let lenient = rehearse(path, "--procs", "1")
            #expect(lenient.code == 0)
            #expect(lenient.messages.contains("line 2 has 1 fields"))
            let strict = rehearse(path, "--procs", "1", "--strict")
            #expect(strict.code == 2)
            #expect(strict.output == "")
        }
    }

    @Test(
        "what can't be rehearsed is refused",
        arguments: [
            (["--policy", "eazy"], "\"eazy\" is not known. Did you mean \"easy\"?"),
            (["--policy", "easy+skip"], "says the same kind of thing twice"), (["--procs", "0"], "1 to 1000000"),
            (["--procs", "3"], "asks for 4 processors in job 2; the machine has 3"),
            (["--schedule", "x"], "2 policies make as many schedules"),
        ])
    func refusals(arguments: [String], message: String) throws {
        try withTrace(Self.small) { path in
            let answer = EnteredCommand(["rehearse", path] + arguments)
            #expect(answer.code == 2)
            #expect(answer.messages.contains(message), "\(answer.messages)")
        }
    }

    @Test("a trace without jobs, without processors, and one that is not there are refused")
    func noTrace() throws {
        try withTrace("; nothing\n") { #expect(rehearse($0).messages.contains("has no jobs to play")) }
        try withTrace("1 0 -1 10 1\n") { #expect(rehearse($0).messages.contains("Say it: --procs N.")) }
        let missing = rehearse("/nonexistent/trace.swf")
        #expect(missing.code == 2)
        #expect(missing.messages.contains("does not exist"))
    }
}
