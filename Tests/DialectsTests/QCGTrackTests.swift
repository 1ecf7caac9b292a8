import Dialects
import Model
import Testing

struct QCGTrackTests {
    private let context = SubmissionContext(now: .zero, zoneOffsetSeconds: 0, seed: 1)

    @Test("a task's changes are published, and its end once more as such")
    func events() {
        func texts(_ job: String, _ iteration: Int?, _ state: QCGState) -> [String] {
            QCGEvent.events(job: job, iteration: iteration, state: state).map { $0.text(service: "vm.1") }
        }

        #expect(
            texts("a", nil, .scheduled) == ["JST {\"manager\": \"vm.1\", \"job\": \"a\", \"state\": \"SCHEDULED\"}"])
        #expect(
            texts("a", nil, .succeeded) == [
                "JST {\"manager\": \"vm.1\", \"job\": \"a\", \"state\": \"SUCCEED\"}",
                "JFI {\"manager\": \"vm.1\", \"job\": \"a\", \"state\": \"SUCCEED\"}",
            ])
        #expect(
            texts("m", 0, .failed) == [
                "IST {\"manager\": \"vm.1\", \"job\": \"m\", \"state\": \"FAILED\", \"it\": 0}",
                "IFI {\"manager\": \"vm.1\", \"job\": \"m\", \"state\": \"FAILED\", \"it\": 0}",
            ])
        #expect(QCGEvent.noJobs.text(service: "vm.1") == "NOJ {\"manager\": \"vm.1\"}")
        #expect(QCGEvent.newIterations(ready: 4).text(service: "vm.1") == "NJ {\"ready_its\": 4}")
    }

    @Test("a request that was written down reads back as the same job, with values and wall times too")
    func requests() throws {
        let jobs = try [
            """
            {"name":"v","execution":{"exec":"/bin/echo","args":["${itval}"]},"iteration":{"values":["a","b"]}}
            """,
            """
            {"name":"r","execution":{"script":"date","wd":"x","env":{}},"iteration":{"start":3,"stop":5},
             "resources":{"numCores":{"min":1,"max":4},"wt":"1h"},"dependencies":{"after":["v:0"]}}
            """,
            "{\"name\":\"s\",\"execution\":{\"exec\":\"a\"},\"resources\":{\"numNodes\":2,\"numCores\":1}}",
        ].map(job)
        let text = jobs.map(QCGTrack.request).joined()

        #expect(try QCGTrack.jobs(Array(text.utf8), name: "track.reqs", context: context) == jobs)
        #expect(try QCGTrack.jobs([], name: "track.reqs", context: context) == [])
    }

    @Test("what the old program wrote down is read, also the values that it could not resume itself")
    func foreignRequests() throws {
        let text = """
            {"name": "its", "execution": {"exec": null, "args": [], "env": {}, "script": "test ${it} != 1", \
            "model_opts": {}}, "resources": {"numCores": {"exact": 1}}, \
            "iteration": {"start": 0, "stop": 3, "values": null}}
            {"name": "vals", "execution": {"exec": "/bin/echo", "args": ["${itval}"], "env": {}, "script": null, \
            "model_opts": {}}, "resources": {"numCores": {"exact": 1}}, \
            "iteration": {"start": 0, "stop": 2, "values": ["a", "b"]}}

            """

        let jobs = try QCGTrack.jobs(Array(text.utf8), name: "track.reqs", context: context)

        #expect(jobs.map(\.name) == ["its", "vals"])
        #expect(jobs[0].iterations == Iterations(range: 0..<3))
        #expect(jobs[1].iterations == Iterations(columns: [.init(values: .list(Texts(["a", "b"])))]))
    }

    @Test("ends are written down a line each, and a last line that was cut off is passed over")
    func ends() throws {
        let text =
            QCGTrack.end(of: QCGTaskName("a:0"), .succeeded) + QCGTrack.end(of: QCGTaskName("a"), .failed)

        let ends = try QCGTrack.ends(Array((text + "{\"task\": \"b").utf8), name: "track.states")

        #expect(
            text == """
                {"task": "a:0", "iteration": 0, "state": "SUCCEED"}
                {"task": "a", "iteration": null, "state": "FAILED"}

                """)
        #expect(ends.map(\.name) == [QCGTaskName("a:0"), QCGTaskName("a")])
        #expect(ends.map(\.state) == [.succeeded, .failed])
        #expect(throws: Refusal.self) { try QCGTrack.ends(Array("{\"task\": 7}\n".utf8), name: "track.states") }
    }

    @Test("the auxiliary folder is named after the instance")
    func folder() {
        let instance = QCGServiceFolder.instance(host: "vm", number: 1_230_373)

        #expect(instance == "vm.373")
        #expect(QCGServiceFolder.name(ofInstance: instance) == ".qcgpjm-service-vm.373")
        #expect(QCGServiceFolder.isName(".qcgpjm-service-vm.373"))
        #expect(!QCGServiceFolder.isName("qcgpjm-service-vm.373"))
        #expect(QCGServiceFolder.environmentText([("A", "1"), ("B", "x y")]) == "A=1\nB=x y\n")
        #expect(QCGServiceFolder.address(in: "tcp://h:1\n") == "tcp://h:1")
        #expect(QCGServiceFolder.address(in: "") == "")
    }
}
