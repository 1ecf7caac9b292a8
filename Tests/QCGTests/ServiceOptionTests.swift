import Posix
import Testing

@Suite("options of the stable family's service: what it tells of its tasks, and where it works")
struct ServiceOptionTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    @Test("--enable-proc-stats keeps all that descends from a task, for qcg-pm-processes to show")
    func wholeTree() throws {
        let requests = """
            [{"request": "submit", "jobs": [{"name": "parent", "execution": {
              "script": "sleep 1000 & while [ ! -e go ]; do sleep 0.05; done; kill $!"}}]}]
            """
        try place.write(requests, to: "requests.json")
        let service = try place.start(
            "qcg-pm-service", "--file-path", "requests.json", "--id", "p1", "--enable-proc-stats")
        let folder = ".qcgpjm-service-p1"
        func trace() -> String {
            let names = (try? FileSystem.names(in: place.path(folder))) ?? []
            return names.first { $0.hasPrefix("ptrace_") }.map { place.content(of: "\(folder)/\($0)") } ?? ""
        }
        #expect(wait { trace().contains(#""1000""#) && trace().contains(#""-l""#) }, "\(trace())")
        try place.write("", to: "go")
        #expect(try service.finish().isSuccess)

        let first = try place.run("qcg-pm-processes", "tree", ".").output
        let tree = try place.run("qcg-pm-processes", "tree", "--all", ".", "parent").output
        let programs = try place.run("qcg-pm-processes", "apps", folder).output

        #expect(first.split(separator: "\n").count == 2 && !first.contains(":sleep ("), "\(first)")
        let lines = tree.split(separator: "\n")
        #expect(lines.count >= 3 && lines[0].hasPrefix("job parent, job process id "), "\(tree)")
        #expect(lines[1].hasPrefix("  --") && lines[1].contains(":bash (bash -l -c sleep 1000 & while "), "\(tree)")
        #expect(tree.contains(":sleep (sleep 1000) node("), "\(tree)")
        #expect(programs.hasPrefix("found 1 target processes\n"), "\(programs)")
        #expect(programs.contains("\tcpu affinity: [0"), "\(programs)")
    }

    @Test("--log says how much of what happens is written down", arguments: [("error", false), ("debug", true)])
    func logLevel(level: String, isTold: Bool) throws {
        try place.write(
            #"[{"request": "submit", "jobs": [{"name": "s", "execution": {"exec": "true"}}]}]"#, to: "requests.json")

        let service = try place.run(
            "qcg-pm-service", "--file-path", "requests.json", "--log", level, "--id", "l", "--disable-nl")

        #expect(service.isSuccess, "\(service)")
        let log = place.content(of: ".qcgpjm-service-l/service.log")
        #expect(log.contains("request: {") == isTold)
        #expect(log.contains("--disable-nl is passed over") == isTold)
    }

    @Test(
        "a service works on the nodes of an allocation that it is limited to, of which it must stand on one",
        arguments: [("0", "1", false), ("1", "2", true), ("2", "3", false)])
    func nodeRange(begin: String, end: String, isHere: Bool) throws {
        try place.write(
            #"[{"request": "submit", "jobs": [{"name": "s", "execution": {"exec": "true"}}]}]"#, to: "requests.json")
        let variables = [
            "SLURM_JOB_ID=7", "SLURM_JOB_NODELIST=n[1-3]", "SLURM_NODELIST=n[1-3]", "SLURM_JOB_NUM_NODES=3",
            "SLURM_NNODES=3", "SLURM_JOB_CPUS_PER_NODE=1(x3)", "SLURMD_NODENAME=n2",
        ]

        let service = try place.run(
            "qcg-pm-service",
            [
                "--file-path", "requests.json", "--id", "r", "--slurm-limit-nodes-range-begin", begin,
                "--slurm-limit-nodes-range-end", end,
            ], variables: variables)

        #expect(service.isSuccess == isHere, "\(service)")
        #expect(service.errors.contains("leaves out this node, number 1 of the allocation") == !isHere, "\(service)")
        #expect(place.lines(of: ".qcgpjm-service-r/track.states").count == (isHere ? 1 : 0))
    }

    @Test("--show-progress prints each task's start and end")
    func progress() throws {
        let requests = """
            [{"request": "submit", "jobs": [{"name": "m", "execution": {"exec": "true"}, "iteration": {"stop": 2}},
              {"name": "s", "execution": {"exec": "false"}, "dependencies": {"after": ["m"]}}]}]
            """
        try place.write(requests, to: "requests.json")

        let service = try place.run(
            "qcg-pm-service", "--file-path", "requests.json", "--nodes", "1", "--show-progress", "--tags", "a,b")

        #expect(service.isSuccess, "\(service)")
        let lines = service.output.split(separator: "\n").map {
            $0.split(separator: " ").dropFirst(2).joined(separator: " ")
        }
        #expect(
            lines == [
                "executing job m:0 ...", "job m:0 finished", "executing job m:1 ...", "job m:1 finished",
                "executing job s ...", "job s finished",
            ], "\(service)")
        #expect(place.content(of: "\(place.auxiliary ?? "")/service.log").contains("tags: a, b"))
    }
}
