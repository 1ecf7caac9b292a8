import Commands
import Dialects
import Model
import Posix
import Testing

@Suite("What rota rehearse plays, and on what") struct RehearsedWorkTests {
    private func withFiles(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-rehearse")
        defer { try? FileSystem.removeTree(folder) }
        for (name, text) in files { try FileSystem.replace("\(folder)/\(name)", with: Array(text.utf8)) }
        try body(folder)
    }

    private func rehearse(_ arguments: String...) -> EnteredCommand { EnteredCommand(["rehearse"] + arguments) }

    /// The waits of a schedule, in its order.
    private func waits(_ path: String) throws -> [Substring] {
        let text = String(decoding: try FileSystem.content(of: path), as: UTF8.self)
        return text.split(separator: "\n").filter { $0.first != ";" }.map { $0.split(separator: " ")[2] }
    }

    private static let pipeline = """
        [{"name": "first", "script": ":", "cores": 2, "expect": "60s"},
         {"name": "many", "script": ":", "range": "0-3", "cores": 1, "after": "first"},
         {"name": "last", "script": ":", "cores": 2, "after": "many"}]
        """

    @Test("job files are played with their dependencies and iterations, as long as a file says that they run")
    func jobFiles() throws {
        let times = #"{"many": "30s", "last": "10s"}"#
        try withFiles(["jobs.json": Self.pipeline, "times.json": times]) { folder in
            let answer = rehearse(
                folder + "/jobs.json", "--run-times", folder + "/times.json", "--nodes", "2", "-p", "fcfs",
                "--schedule", folder + "/schedule.swf")

            #expect(answer.code == 0, "\(answer.messages)")
            #expect(answer.output.hasPrefix("\(folder)/jobs.json: 3 jobs of 6 tasks on 2 processors.\n"))
            let waits = try self.waits(folder + "/schedule.swf")
            #expect(waits == ["0", "60", "60", "90", "90", "120"])
        }
    }

    @Test("jobs of which nobody knows how long they run, and run times of jobs that are not there, are refused")
    func unknownTimes() throws {
        let times = #"{"many": "30s", "lust": "10s"}"#
        try withFiles(["jobs.json": Self.pipeline, "times.json": times]) { folder in
            let unknown = rehearse(folder + "/jobs.json", "--nodes", "2")
            #expect(unknown.code == 2)
            #expect(unknown.messages.contains("does not say how long job \"many\" runs"))

            let misspelled = rehearse(folder + "/jobs.json", "--nodes", "2", "--run-times", folder + "/times.json")
            #expect(misspelled.code == 2)
            #expect(misspelled.messages.contains("speaks of job \"lust\", which no file has. Did you mean \"last\"?"))
        }
    }

    @Test("a job that fits on no node of the machine is refused with its place")
    func tooLarge() throws {
        let jobs = #"[{"name": "wide", "script": ":", "cores": 8, "expect": "1s"}]"#
        try withFiles(["jobs.json": jobs]) { folder in
            let answer = rehearse(folder + "/jobs.json", "--nodes", "4,4")

            #expect(answer.code == 2)
            #expect(answer.messages.contains("jobs.json:1:"), "\(answer.messages)")
        }
    }

    @Test("jobs of a trace that are wider than a node are spread evenly over several")
    func spread() throws {
        let trace = "1 0 -1 100 6 -1 -1 6 100\n2 0 -1 50 2 -1 -1 2 50\n3 0 -1 50 2 -1 -1 2 50\n"
        try withFiles(["trace.swf": trace]) { folder in
            // Three cores of each node are taken, which leaves one core on each, and none of the others fits.
            let answer = rehearse(
                folder + "/trace.swf", "--nodes", "2x4", "-p", "fcfs", "--schedule", folder + "/schedule")

            #expect(answer.code == 0, "\(answer.messages)")
            #expect(answer.output.contains("3 jobs on 8 processors of 2 nodes"))
            let waits = try self.waits(folder + "/schedule")
            #expect(waits == ["0", "100", "100"])
        }
    }

    private static let mix = """
        {
            "machine": "2x8/16G",
            "arrivals": {"poisson": "20s"},
            "kinds": [
                {"name": "mesh", "users": ["ada", "bela"], "cores": {"choice": [1, 2, 4], "weights": [2, 1, 1]},
                 "time": {"logUniform": ["1min", "20min"]}, "estimate": {"uniform": [1, 4]}, "memory": "1G"},
                {"name": "check", "weight": 2, "cores": 1, "time": {"normal": ["30s", "10s"]}, "range": [1, 4],
                 "speed": {"amdahl": 0.1}, "malleable": true, "priority": {"uniform": [0, 3]}},
            ],
        }
        """

    @Test("generated work is the same for the same seed, and a page shows it")
    func generated() throws {
        try withFiles(["mix.json": Self.mix]) { folder in
            let mix = folder + "/mix.json"
            let first = rehearse("--generate", mix, "--jobs", "200", "--csv", "--html", folder + "/page.html")
            #expect(first.code == 0, "\(first.messages)")
            #expect(rehearse("--generate", mix, "--jobs", "200", "--csv").output == first.output)
            #expect(rehearse("--generate", mix, "--jobs", "200", "--seed", "2", "--csv").output != first.output)

            let page = String(decoding: try FileSystem.content(of: folder + "/page.html"), as: UTF8.self)
            #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
            #expect(page.split(separator: "<svg xmlns").count == 3)
            #expect(!page.contains("<script") && !page.contains("src="))
        }
    }

    @Test(
        "a description that means nothing is refused with its place",
        arguments: [
            (#"{"kinds": []}"#, "has no \"arrivals\""),
            (#"{"arrivals": {"every": "-1s"}, "kinds": [{}]}"#, "kinds[0]: has no \"name\""),
            (#"{"arrivals": "1s", "kinds": [{"name": "a", "cores": 0, "time": "1s"}]}"#, "not a number from 1 to"),
            (#"{"arrivals": "1s", "kinds": [{"name": "a", "cores": 1, "time": "-1s"}]}"#, "is \"-1s\""),
            (
                #"{"arrivals": "1s", "kinds": [{"name": "a", "cores": {"uniform": [4, 2]}, "time": "1s"}]}"#,
                "ends below its beginning"
            ),
            (
                #"{"arrivals": 1, "kinds": [{"name": "a", "cores": {"choice": [1], "weights": [1, 2]}, "time": 1}]}"#,
                "holds 2 weights for 1 values"
            ),
            (#"{"arrivals": {"poison": "1s"}, "kinds": [{"name": "a", "cores": 1, "time": 1}]}"#, "poison"),
        ])
    func broken(text: String, message: String) throws {
        try withFiles(["mix.json": text]) { folder in
            let answer = rehearse("--generate", folder + "/mix.json", "--procs", "4")

            #expect(answer.code == 2)
            #expect(answer.messages.contains(message), "\(answer.messages)")
        }
    }

    @Test("a machine may be a file, and policies have names of one's own")
    func files() throws {
        let machine = #"[{"name": "thin", "count": 2, "cores": 2}, {"cores": 4, "memory": "64G", "gpus": 1}]"#
        let policies = #"{"nights": "shortest+easy", "days": {"order": "priority", "ageing": "1h"}}"#
        let files = ["machine.json": machine, "policies.json": policies, "trace.swf": "1 0 -1 10 4\n2 0 -1 10 2\n"]
        try withFiles(files) { folder in
            let answer = rehearse(
                folder + "/trace.swf", "--machine", folder + "/machine.json", "--policies", folder + "/policies.json",
                "-p", "nights,days,fcfs")
            #expect(answer.code == 0, "\(answer.messages)")
            #expect(answer.output.contains("2 jobs on 8 processors of 3 nodes"))

            let misspelled = rehearse(
                folder + "/trace.swf", "--procs", "4", "--policies", folder + "/policies.json", "-p", "night")
            #expect(misspelled.code == 2)
            #expect(misspelled.messages.contains("Did you mean \"nights\"?"), "\(misspelled.messages)")
        }
    }

    private static let profile = #"{"net": [{"cores": 1, "seconds": 100}, {"cores": 2, "seconds": 60}]}"#

    @Test("job files run as a profile says of their kind, on the cores they have")
    func profiledJobs() throws {
        let jobs = """
            [{"name": "a", "script": ":", "cores": 2, "kind": "net"},
             {"name": "b", "script": ":", "cores": 1, "kind": "net"},
             {"name": "c", "script": ":", "cores": 2, "kind": "other", "expect": "5s"}]
            """
        let unknown = #"[{"name": "d", "script": ":", "kind": "web"}]"#
        let files = ["jobs.json": jobs, "unknown.json": unknown, "profile.json": Self.profile]
        try withFiles(files) { folder in
            let options = ["--profile", folder + "/profile.json", "--nodes", "2", "-p", "fcfs"]
            let answer = EnteredCommand(
                ["rehearse", folder + "/jobs.json", "--schedule", folder + "/schedule.swf"] + options)
            #expect(answer.code == 0, "\(answer.messages)")
            let waits = try self.waits(folder + "/schedule.swf")
            #expect(waits == ["0", "60", "160"])

            let refused = EnteredCommand(["rehearse", folder + "/unknown.json"] + options)
            #expect(refused.code == 2)
            #expect(
                refused.messages.contains("how long job \"d\" runs, and \(folder)/profile.json does not know its kind"),
                "\(refused.messages)")
        }
    }

    @Test("a requests file is played: its moments, its updates, and the times of its widths")
    func requests() throws {
        // The first runs on one core, of which it does a fifth in 20 s, then on two; the second waits for the end of
        // that, 48 s later; the update of what has ended comes to nothing.
        let requests = """
            execution,0,tf:net,1,20
            update,0,tf:net,2,[10.0]
            execution,1,tf:net,2,300

            update,0,tf:net,1,0
            """
        try withFiles(["requests_file.txt": requests, "profile.json": Self.profile]) { folder in
            let answer = rehearse(
                folder + "/requests_file.txt", "--profile", folder + "/profile.json", "--nodes", "2", "-p",
                "fcfs+skip+strict", "--schedule", folder + "/schedule.swf")

            #expect(answer.code == 0, "\(answer.messages)")
            #expect(answer.output.hasPrefix("\(folder)/requests_file.txt: 2 jobs on 2 processors.\n"))
            let text = String(decoding: try FileSystem.content(of: folder + "/schedule.swf"), as: UTF8.self)
            let lines = text.split(separator: "\n").filter { $0.first != ";" }.map { $0.split(separator: " ") }
            // Number, arrival, wait, run time.
            #expect(lines.map { $0[1...3].map(String.init) } == [["0", "0", "68"], ["30", "38", "60"]])
        }
    }

    @Test("the seconds of requests may be waited for before their own line, and a width may be limited")
    func requestOptions() throws {
        let requests = "execution,0,net,8,50\nexecution,1,net,8,10\n"
        try withFiles(["requests_file.txt": requests, "profile.json": Self.profile]) { folder in
            let answer = rehearse(
                folder + "/requests_file.txt", "--profile", folder + "/profile.json", "--nodes", "2", "--widest", "1",
                "--wait", "own", "-p", "fcfs", "--schedule", folder + "/schedule.swf")

            #expect(answer.code == 0, "\(answer.messages)")
            let text = String(decoding: try FileSystem.content(of: folder + "/schedule.swf"), as: UTF8.self)
            let lines = text.split(separator: "\n").filter { $0.first != ";" }.map { $0.split(separator: " ") }
            #expect(lines.map { $0[1...3].map(String.init) } == [["0", "0", "100"], ["10", "0", "100"]])
        }
    }

    @Test(
        "requests of which nobody knows how long they run are refused, and what belongs to others as well",
        arguments: [
            (["requests_file.txt"], "requests_file.txt:1: does not say how long instance0 runs. Name a profile"),
            (
                ["requests_file.txt", "--profile", "profile.json"],
                "requests_file.txt:2: image: is \"tf:ned\", which is no kind of profile.json. "
                    + "Name its kind there by the image or by what is behind the image's last colon. "
                    + "Did you mean \"net\"?"
            ),
            (["requests_file.txt", "--run-times", "times.json"], "speaks of container \"instance7\""),
            (["requests_file.txt", "trace.swf"], "trace.swf: is more work than the requests file requests_file.txt"),
            (["trace.swf", "--wait", "own"], "--wait: belongs to a requests file, which trace.swf is not"),
            (["trace.swf", "--widest", "2"], "--widest: belongs to a requests file"),
            (["broken.txt", "--profile", "profile.json"], "broken.txt:1: kind: is \"exection\""),
        ])
    func refusedRequests(arguments: [String], message: String) throws {
        let files = [
            "requests_file.txt": "execution,0,net,1,20\nexecution,1,tf:ned,2,0\n", "profile.json": Self.profile,
            "times.json": #"{"instance0": "1min", "instance7": "1min"}"#, "trace.swf": "1 0 -1 10 1\n",
            "broken.txt": "exection,0,net,1,20\n",
        ]
        try withFiles(files) { folder in
            let placed = arguments.map { files[$0] == nil ? $0 : "\(folder)/\($0)" }
            let answer = EnteredCommand(["rehearse"] + placed + ["--nodes", "4"])

            #expect(answer.code == 2)
            #expect(answer.messages.replacing("\(folder)/", with: "").contains(message), "\(answer.messages)")
        }
    }
}
