import Posix
import Testing

@Suite("qcg-pm-service carries out a file of requests, and leaves what its tools read")
struct FileModeTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    private static let requests = """
        [{"request": "submit", "jobs": [
          {"name": "each", "execution": {"exec": "/bin/true"}, "iteration": {"start": 0, "stop": 4}},
          {"name": "fails", "execution": {"script": "exit 7"}},
          {"name": "after", "execution": {"exec": "/bin/echo", "args": ["done"], "stdout": "o"},
           "dependencies": {"after": ["each"]}}]},
         {"request": "control", "command": "finishAfterAllTasksDone"}]
        """

    @Test("it ends when every task has, with the report, the status, the tracks and the log in its folder")
    func wholeFile() throws {
        try place.write(Self.requests, to: "requests.json")

        let service = try place.run("qcg-pm-service", "--file-path", "requests.json", "--id", "k1")

        let folder = ".qcgpjm-service-k1"
        #expect(service.isSuccess, "\(service)")
        #expect(place.content(of: "o") == "done\n")
        #expect(place.lines(of: "\(folder)/jobs.report").count == 7)
        #expect(place.lines(of: "\(folder)/track.reqs").count == 3)
        #expect(
            place.lines(of: "\(folder)/track.states").contains(
                #"{"task": "fails", "iteration": null, "state": "FAILED"}"#))
        #expect(place.content(of: "\(folder)/final_status.json").contains("\"TotalJobs\": 3"))
        #expect(place.content(of: "\(folder)/env.log").contains("PATH="))
        #expect(place.content(of: "\(folder)/service.log").contains("3 jobs submitted"))

        let status = try place.run("qcg-pm", "-p", ".", "status")
        #expect(status.output.contains("[JobStats]\nTotalJobs=3\n"), "\(status)")
        let statistics = try place.run("qcg-pm-report", "stats", ".")
        #expect(statistics.isSuccess && statistics.output.contains("failed jobs: 1"), "\(statistics)")
        #expect(try place.run("qcg-pm-report", "gantt", folder, "run.svg").isSuccess)
        #expect(place.content(of: "run.svg").contains("<svg"))
        #expect(try place.run("qcg-pm-processes", "tree", ".").output.contains("job after, job process id"))
    }

    @Test("killed, it goes on where it was: what had ended is not run again, the rest is")
    func resumption() throws {
        let requests = """
            [{"request": "submit", "jobs": [
              {"name": "quick", "execution": {"script": "echo x >> quick.log"}, "iteration": {"values": ["a", "b"]}},
              {"name": "slow", "execution": {"script": "while [ ! -e go ]; do sleep 0.05; done; echo x >> slow.log"},
               "dependencies": {"after": ["quick"]}}]}]
            """
        try place.write(requests, to: "requests.json")
        let killed = try place.start("qcg-pm-service", "--file-path", "requests.json", "--id", "k2")
        let states = ".qcgpjm-service-k2/track.states"
        #expect(wait { place.content(of: states).contains(#"{"task": "quick", "#) })
        killed.signal(.kill)
        try killed.finish()
        try place.write("", to: "go")

        let service = try place.run("qcg-pm-service", "--resume", ".")

        #expect(service.isSuccess, "\(service)")
        #expect(place.lines(of: "quick.log") == ["x", "x"])
        #expect(place.lines(of: states).last == #"{"task": "slow", "iteration": null, "state": "SUCCEED"}"#)
    }

    @Test("without an interface it says so; a request that is refused is told, and the others are carried out")
    func refusals() throws {
        let idle = try place.run("qcg-pm-service")
        #expect(idle.errors.contains("no interface enabled - finishing"))
        #expect(!idle.isSuccess)

        let requests = """
            [{"request": "submit", "jobs": [{"name": "huge", "execution": {"exec": "true"},
              "resources": {"numCores": 100000}}]},
             {"request": "submit", "jobs": [{"name": "fits", "execution": {"exec": "touch", "args": ["here"]}}]}]
            """
        try place.write(requests, to: "qcg_pm_reqs.json")
        let service = try place.run("qcg-pm-service", "--file", "--nodes", "2")
        #expect(service.errors.contains("Not enough resources for job huge"), "\(service)")
        #expect(FileSystem.exists(place.path("here")))
    }
}
