import Posix
import Testing

@Suite("qcg-pm-service goes on with a folder that the old program left")
struct OldFolderTests {
    private let place: Workplace
    private let folder = ".qcgpjm-service-vm.8756"

    init() throws {
        place = try Workplace()
        try FileSystem.makeDirectory(place.path(folder))
    }

    /// A line of `track.reqs`, as the old program writes it.
    private static func request(_ name: String, _ script: String, _ more: String) -> String {
        #"{"name": "\#(name)", "execution": {"exec": null, "args": [], "env": {}, "script": "\#(script)", "#
            + #""model_opts": {}}, "resources": {"numCores": {"exact": 1}}\#(more)}\#n"#
    }

    private static func end(_ name: String, _ state: String, _ iteration: String = "null") -> String {
        #"{"task": "\#(name)", "iteration": \#(iteration), "state": "\#(state)"}\#n"#
    }

    /// The old program was killed while `slow` ran; `bad` was omitted since an iteration of `its` had failed.
    private func leave() throws {
        let requests =
            Self.request(
                "vals", "echo ${itval} >> log", #", "iteration": {"start": 0, "stop": 2, "values": ["x", "y"]}"#)
            + Self.request("its", "echo ${it} >> log", #", "iteration": {"start": 1, "stop": 4, "values": null}"#)
            + Self.request("bad", "echo bad >> log", #", "dependencies": {"after": ["its"]}"#)
            + Self.request(
                "slow", "echo ${itval} >> log",
                #", "iteration": {"start": 0, "stop": 2, "values": ["a", "b"]}, "dependencies": {"after": ["vals"]}"#)
            + Self.request("last", "echo last >> log", #", "dependencies": {"after": ["slow"]}"#)
        try place.write(requests, to: "\(folder)/track.reqs")
        let ends =
            Self.end("its:1", "SUCCEED", "1") + Self.end("vals:0", "SUCCEED", "0") + Self.end("vals:1", "SUCCEED", "1")
            + Self.end("vals", "SUCCEED") + Self.end("its:3", "SUCCEED", "3") + Self.end("its:2", "FAILED", "2")
            + Self.end("its", "FAILED") + Self.end("bad", "OMITTED") + Self.end("slow:1", "SUCCEED", "1")
        try place.write(ends + #"{"task": "slow:0", "iter"#, to: "\(folder)/track.states")
    }

    @Test("what had ended is known and not run again, also iterations over values; the rest is run")
    func resumption() throws {
        try leave()

        let service = try place.run("qcg-pm-service", "--resume", ".", "--nodes", "n1:2")

        #expect(service.isSuccess, "\(service)")
        #expect(place.lines(of: "log") == ["a", "last"])
        #expect(place.lines(of: "\(folder)/track.reqs").count == 5)
        let states = place.content(of: "\(folder)/track.states")
        #expect(
            states.hasSuffix(
                Self.end("slow:0", "SUCCEED", "0") + Self.end("slow", "SUCCEED") + Self.end("last", "SUCCEED")))
        #expect(states.split(separator: "\n").count { $0.contains("its") } == 4)
        let counts = try place.run("qcg-pm", "-p", ".", "status").output
        #expect(counts.contains("TotalJobs=5\nInScheduleJobs=0\nFailedJobs=2\nFinishedJobs=3\n"), "\(counts)")
        #expect(counts.contains("FailedIterations=2\nFinishedIterations=7\n"), "\(counts)")

        let again = try place.run("qcg-pm-service", "--resume", folder)
        #expect(again.isSuccess, "\(again)")
        #expect(place.lines(of: "log").count == 2)
    }

    @Test("what is left and could never run is told so, and nothing is taken over")
    func misfit() throws {
        try leave()
        let wide = #"{"name": "wide", "execution": {"exec": "true"}, "resources": {"numCores": {"exact": 9}}}"#
        try place.write(place.content(of: "\(folder)/track.reqs") + wide + "\n", to: "\(folder)/track.reqs")

        let service = try place.run("qcg-pm-service", "--resume", ".", "--nodes", "n1:2")

        #expect(!service.isSuccess)
        #expect(service.errors.contains("wide"), "\(service)")
        #expect(!FileSystem.exists(place.path("log")))
        #expect(try place.run("qcg-pm-service", "--resume", ".", "--nodes", "n1:9").isSuccess)
        #expect(place.lines(of: "log").sorted() == ["a", "last"])
    }

    @Test("a folder that tells nothing is refused")
    func nothing() throws {
        let service = try place.run("qcg-pm-service", "--resume", ".")

        #expect(!service.isSuccess)
        #expect(service.errors.contains("neither a record nor track.reqs"), "\(service)")
    }
}
