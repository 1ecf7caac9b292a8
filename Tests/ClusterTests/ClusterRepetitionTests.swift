import Ledger
import Posix
import Rehearsal
import SlurmCluster
import Testing

@Suite(
    "what was decided in allocations is decided again when the record is fed to a planner, plan by plan", .serialized)
struct ClusterRepetitionTests {
    private func expectRepetition(in state: String, decisions: Int) throws {
        var repetition = Repetition()
        let reader = LedgerReader(folder: "\(state)/runs/1")
        while let frame = try reader.next() { repetition.take(frame.facts) }

        #expect(repetition.findings == [])
        #expect(repetition.decisions >= decisions)
    }

    private static let jobs = """
        [{"name": "mesh", "run": ["test", "${it}", "-ne", "3"], "range": "0-19", "retries": 1},
         {"name": "wide", "run": ["sleep", "0.1"], "nodes": 2, "range": "0-1"},
         {"name": "last", "run": "true", "after": ["wide"]}]
        """

    @Test("of rota run on two nodes")
    func run() throws {
        let site = try Site()
        try FileSystem.replace("\(site.folder)/jobs.json", with: Array(Self.jobs.utf8))

        let job = try site.submit("rota run --quiet jobs.json; echo code $?", nodes: 2)
        try site.cluster.wait(for: job, toBe: ["COMPLETED"])

        #expect(site.cluster.output(of: job).contains("code 1"), "\(site.cluster.output(of: job))")
        #expect(try Outcomes(in: "\(site.folder)/.rota").nodes.count == 2)
        try expectRepetition(in: "\(site.folder)/.rota", decisions: 5)
    }

    @Test("of qcg-pm-service on two nodes")
    func pilotService() throws {
        let site = try Site()
        let requests = """
            [{"request": "submit", "jobs": [
              {"name": "a", "iteration": {"stop": 20}, "execution": {"exec": "/bin/true"}},
              {"name": "wide", "execution": {"script": "sleep 0.1"}, "resources": {"numNodes": 2, "numCores": 2}},
              {"name": "b", "dependencies": {"after": ["a"]}, "execution": {"exec": "/bin/true"}}]}]
            """
        try FileSystem.replace("\(site.folder)/jobs.json", with: Array(requests.utf8))

        let job = try site.submit("qcg-pm-service --file-path jobs.json --id k; echo code $?", nodes: 2)
        try site.cluster.wait(for: job, toBe: ["COMPLETED"])

        #expect(site.cluster.output(of: job).contains("code 0"), "\(site.cluster.output(of: job))")
        try expectRepetition(in: "\(site.folder)/.qcgpjm-service-k/state", decisions: 3)
    }

    @Test("of a service whose executors' allocation is warned, and goes")
    func service() throws {
        let site = try Site()
        try site.serve()
        try FileSystem.replace("\(site.folder)/jobs.json", with: Array(Self.jobs.utf8))
        let job = try site.submit("exec rota executor", nodes: 2)
        #expect(try SlurmCluster.wait { try site.offers(nodes: 2) }, "\(site.cluster.output(of: job))")
        #expect(try site.rota("submit", "jobs.json").code == 0)
        #expect(try site.rota("wait", "last").code == 0)
        try site.rota("submit", "--name", "long", "--range", "0-3", "--", "bash", "-c", "echo >>begun; exec sleep 100")
        #expect(try SlurmCluster.wait { site.text("begun").count == 4 })

        try site.cluster.run(["scancel", "--batch", "--signal=USR1", job])
        try site.cluster.wait(for: job, toBe: ["COMPLETED"])
        #expect(try site.rota("shutdown").code == 0)

        try expectRepetition(in: site.state, decisions: 8)
    }
}
