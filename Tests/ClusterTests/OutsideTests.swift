import Model
import Posix
import SlurmCluster
import Testing

@Suite("a service outside of allocations", .serialized)
struct OutsideTests {
    /// Leaves a mark as the last thing it does.
    private let task = "sleep 0.3; echo {} $ROTA_ATTEMPT >>marks"

    @Test(
        "of two allocations that join at different times one is cancelled in the middle; its work is done in the other")
    func allocationsComeAndGo() throws {
        let site = try Site()
        try site.serve()

        let first = try site.submit("rota executor", nodes: 2)
        #expect(try SlurmCluster.wait { try site.offers(nodes: 2) }, "\(site.cluster.output(of: first))")
        let answer = try site.rota("submit", "--name", "marked", "--range", "0-79", "--", "bash", "-c", task)
        #expect(answer.code == 0, "\(answer)")
        // 8 copies: one becomes the executor.
        let second = try site.submit("srun -N 1 --overcommit --ntasks-per-node=8 rota executor", nodes: 1)
        #expect(try SlurmCluster.wait { try site.offers(nodes: 3) }, "\(site.cluster.output(of: second))")
        let nodes = try site.rota("nodes").output
        try site.cluster.run(["scancel", first])
        #expect(try SlurmCluster.wait { try site.offers(nodes: 1) })
        let end = try site.rota("wait", "marked")

        #expect(end.code == 0, "\(end)")
        #expect(nodes.contains("slurm \(first): 2 nodes, 4 cores, until "), "\(nodes)")
        #expect(nodes.contains("slurm \(second): 1 node, 2 cores, until "), "\(nodes)")
        let outcomes = try Outcomes(in: site.state)
        outcomes.expectAgreement(with: site.lines("marks"), iterations: 0..<80)
        #expect(outcomes.nodes.map(\.name).sorted() == ["n1", "n2", "n3"])
        #expect(outcomes.count(.interrupted) + outcomes.count(.lost) > 0, "nothing ran where it was cancelled")
    }

    @Test("nothing is started that the allocation's end would cut off, and why says so; what fits runs")
    func theEndIsKnown() throws {
        let site = try Site()
        try site.serve()
        let job = try site.submit("rota executor", nodes: 1, "--time=5")
        #expect(try SlurmCluster.wait { try site.offers(nodes: 1) }, "\(site.cluster.output(of: job))")

        try site.rota("submit", "--name", "long", "--time", "10min", "--", "sleep", "1")
        try site.rota("submit", "--name", "short", "--time", "10s", "--", "true")

        #expect(try site.rota("wait", "short").code == 0)
        let why = try site.rota("why", "long")
        #expect(
            why.output.contains("It needs 10 min, and every node that could hold it is taken away sooner"), "\(why)")
    }

    @Test(
        "an executor without work ends after a while, and the allocation with it; one that waits for none of it stays")
    func idleAllocationsEnd() throws {
        let site = try Site()
        try site.serve()

        let idle = try site.submit("rota executor --idle-timeout 1s", nodes: 2)
        let patient = try site.submit("rota executor --idle-timeout never", nodes: 1)
        try site.cluster.wait(for: idle, toBe: ["COMPLETED"])
        try site.cluster.wait(for: patient, toBe: ["RUNNING"])

        #expect(try SlurmCluster.wait { try site.offers(nodes: 1) })
    }

    @Test("a warning by SIGUSR1, as sbatch can have one sent, hands back what runs, on every node of the allocation")
    func aWarningIsHeard() throws {
        let site = try Site()
        try site.serve()
        let job = try site.submit("exec rota executor", nodes: 2)
        #expect(try SlurmCluster.wait { try site.offers(nodes: 2) }, "\(site.cluster.output(of: job))")
        try site.rota(
            "submit", "--name", "long", "--range", "0-3", "--", "bash", "-c", "echo >>started; exec sleep 100")
        #expect(try SlurmCluster.wait { site.text("started").count == 4 })

        try site.cluster.run(["scancel", "--batch", "--signal=USR1", job])
        try site.cluster.wait(for: job, toBe: ["COMPLETED"])

        let outcomes = try Outcomes(in: site.state)
        #expect(outcomes.count(.interrupted) == 4, "\(site.cluster.output(of: job))")
    }
}
