import Dialects
import Model
import Posix
import Testing

@testable import Commands

@Suite("what the changing commands ask of a service")
struct ChangeTests {
    private let changed = #"{"changed": ["mesh", "merge"], "tasks": 12, "notices": ["one was over"]}"#

    /// Enters the door with a service that answers so; its address is appended.
    private func enter(
        _ arguments: [String], _ answers: [String: [String]]
    ) throws -> (code: Int32, text: String, asked: [String], keys: [String]) {
        let service = try CannedService(answers)
        defer { service.stop() }
        let program = arguments.firstIndex(of: "--") ?? arguments.endIndex
        let words = arguments[..<program] + ["--service", service.base] + arguments[program...]
        var code: Int32 = -1
        let text = Shown.text { screen in
            code = Door(bodies: Door.standardBodies).enter(Array(words), screen)
        }
        let answer = text.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("Service http") }.joined(separator: "\n")
        return (code, answer, service.asked, service.keys)
    }

    @Test(
        "each asks for what it says, of everything that was chosen",
        arguments: [
            ("cancel", ["mesh:0-9", "merge"], #"{"jobs":["mesh:0-9","merge"]}"#, "Cancelled"),
            ("pause", ["--tag", "night"], #"{"jobs":[],"tag":"night"}"#, "Paused"),
            ("unpause", ["mesh"], #"{"jobs":["mesh"]}"#, "Goes on"),
            ("retry", ["--state", "failed"], #"{"jobs":[],"state":"failed"}"#, "To be tried again"),
            ("remove", ["last"], #"{"jobs":["last"]}"#, "Removed"),
        ])
    func selections(command: String, words: [String], body: String, verb: String) throws {
        let answer = try enter([command] + words, ["POST /v1/\(command)": [changed]])

        #expect(answer.code == 0)
        #expect(answer.asked == ["POST /v1/\(command) \(body)"])
        #expect(answer.text == "rota: one was over\n\(verb): mesh, merge, 12 tasks.\n")
    }

    @Test("a change of nothing in particular is refused before anything is asked")
    func nothingChosen() throws {
        let answer = try enter(["cancel"], ["POST /v1/cancel": [changed]])

        #expect(answer.code == 2)
        #expect(answer.asked == [])
    }

    @Test("set says what it changes, and refuses what can't be set or read")
    func settings() throws {
        let good = try enter(
            ["set", "mesh", "priority=5", "time=2h", "cores=1-8"], ["PATCH /v1/jobs/mesh": [changed]])
        let misspelled = try enter(["set", "mesh", "priorty=5"], [:])
        let unreadable = try enter(["set", "mesh", "time=soon"], [:])

        #expect(good.asked == [#"PATCH /v1/jobs/mesh {"priority":5,"time":"2h","cores":"1-8"}"#])
        #expect(misspelled.code == 2 && misspelled.text.contains("Did you mean \"priority\"?"))
        #expect(unreadable.code == 2 && unreadable.asked == [])
    }

    @Test("drain, its undoing, and the two ways to shut down")
    func nodesAndService() throws {
        let drained = try enter(
            ["drain", "n1", "n2"], ["POST /v1/nodes/n1/drain": [changed], "POST /v1/nodes/n2/drain": [changed]])
        let undone = try enter(["drain", "--undo", "n1"], ["POST /v1/nodes/n1/drain": [changed]])
        let ended = try enter(["shutdown", "--when-done"], ["POST /v1/shutdown": [changed]])

        #expect(
            drained.asked == [#"POST /v1/nodes/n1/drain {"undo":false}"#, #"POST /v1/nodes/n2/drain {"undo":false}"#])
        #expect(undone.asked == [#"POST /v1/nodes/n1/drain {"undo":true}"#])
        #expect(ended.asked == [#"POST /v1/shutdown {"whenDone":true}"#])
    }

    @Test("stop does nothing, and spells both things that it may mean")
    func stop() {
        var code: Int32 = -1
        let text = Shown.text { code = Door(bodies: Door.standardBodies).enter(["stop", "mesh"], $0) }

        #expect(code == 2)
        #expect(text.contains("`rota cancel mesh`") && text.contains("`rota shutdown`"))
    }

    @Test("submit sends a job file that means here what it meant there, under a key of its own")
    func submit() throws {
        let taken = #"{"jobs": [{"number": 4, "name": "draw", "tasks": 3}], "repeated": false, "notices": []}"#
        let words = ["submit", "--name", "draw", "--range", "0-2", "-C", "sub", "--", "./draw", "{}"]

        let answer = try enter(words, ["POST /v1/jobs": [taken]])
        let again = try enter(["submit", "--key", "mine", "--", "true"], ["POST /v1/jobs": [taken]])

        let body = try #require(answer.asked.first?.dropFirst("POST /v1/jobs ".count))
        let context = SubmissionContext(now: .zero, zoneOffsetSeconds: 0, seed: 1)
        let job = try #require(try JobDocument.read(Array(body.utf8), name: "body", context: context).jobs.first)
        let directory = try FileSystem.currentDirectory()
        #expect(job.name == "draw" && job.iterations.count == 3)
        #expect(job.command.workingDirectory == Template("\(directory)/sub"))
        #expect(!job.request.takesWholeNode)
        #expect(answer.text == "Submitted: draw, 3 tasks.\n")
        #expect(answer.keys.count == 1 && answer.keys != again.keys)
        #expect(again.keys == ["mine"])
    }

    @Test("wait asks again until all has ended, and ends as the tasks did")
    func wait() throws {
        let open = #"{"ended": false, "tasks": {"running": 1}}"#
        let failed = #"{"ended": true, "tasks": {"succeeded": 1, "failed": 1}}"#

        let answer = try enter(["wait", "mesh"], ["GET /v1/wait": [open, open, failed]])
        let late = try enter(["wait", "mesh", "--timeout", "0"], ["GET /v1/wait": [open]])

        #expect(answer.asked == Array(repeating: "GET /v1/wait timeout=25&jobs=mesh", count: 3))
        #expect(answer.code == 1 && answer.text == "2 tasks: 1 succeeded, 1 failed\n")
        #expect(late.code == 124)
    }

    @Test("run --service submits, watches, and ends with the same summary and code as a run here")
    func run() throws {
        let taken = #"{"jobs": [{"number": 4, "name": "draw", "tasks": 3}], "repeated": false, "notices": []}"#
        var going = StatisticsView(isGoing: true, lastFactAt: .zero)
        going.counts[.running] = 2
        going.counts[.succeeded] = 1
        var over = going
        over.counts[.running] = 0
        over.counts[.succeeded] = 3
        over.elapsed = .seconds(5)
        let texts = [going, going, over].map { view in
            var json = JSONText()
            view.write(to: &json)
            return json.text
        }

        let answer = try enter(
            ["run", "--range", "0-2", "--", "draw"], ["POST /v1/jobs": [taken], "GET /v1/statistics": texts])

        #expect(answer.code == 0)
        #expect(answer.text == "✓ 3 tasks succeeded in 5 s\n")
        #expect(answer.asked.dropFirst().allSatisfy { $0 == "GET /v1/statistics key=\(answer.keys[0])" })
        #expect(answer.asked.count == 4)
    }

    @Test("what only this machine can do is not asked of a service")
    func ownOptions() throws {
        let answer = try enter(["run", "-j", "4", "--", "true"], [:])

        #expect(answer.code == 2)
        #expect(answer.text.contains("--at-once: is for work on this machine"))
        #expect(answer.asked == [])
    }

    @Test("a service that is not there is said, with its address")
    func nobody() throws {
        let service = try CannedService([:])
        let base = service.base
        service.stop()
        var code: Int32 = -1

        let text = Shown.text { code = Door(bodies: Door.standardBodies).enter(["status", "--service", base], $0) }

        #expect(code == 1)
        #expect(text.contains("cannot reach \(base)"))
    }
}
