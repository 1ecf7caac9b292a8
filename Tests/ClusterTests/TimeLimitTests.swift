import Model
import Posix
import SlurmCluster
import Testing

/// By itself, since it takes a minute and a half of waiting, beside which the others run.
@Suite("the end of an allocation's time")
struct TimeLimitTests {
    @Test("an allocation ends by its time limit: what needs longer was not begun there, what ran runs in the next one")
    func timeLimit() throws {
        let site = try Site()
        try site.serve()
        let first = try site.submit("rota executor", nodes: 1, "--time=1")
        #expect(try SlurmCluster.wait { try site.offers(nodes: 1) }, "\(site.cluster.output(of: first))")

        try site.rota("submit", "--name", "tall", "--time", "5min", "--", "sh", "-c", "echo ran >>tall")
        // One hears of the end; one does not listen, and has a moment of grace, as long as Slurm grants it.
        let task = LastingTask.script(until: "second")
        let deaf = "trap '' TERM; " + LastingTask.script(until: "second", marks: "deaf")
        try site.rota("submit", "--name", "marked", "--range", "0-0", "--", "bash", "-c", task)
        try site.rota("submit", "--name", "deaf", "--range", "0-0", "--", "bash", "-c", deaf)
        #expect(try SlurmCluster.wait { site.lines("begun").count == 2 })
        let why = try site.rota("why", "tall").output
        // Slurm looks at limits every half minute.
        try site.cluster.wait(for: first, toBe: ["TIMEOUT"], seconds: 300)
        try site.write("", to: "second")
        let second = try site.submit("rota executor", nodes: 1, "--time=10")
        for name in ["marked", "deaf", "tall"] {
            let end = try site.rota("wait", name)
            #expect(end.code == 0, "\(end)\(site.cluster.output(of: second))")
        }

        #expect(why.contains("It needs 5 min, and every node that could hold it is taken away sooner"), "\(why)")
        let outcomes = try Outcomes(in: site.state)
        #expect(outcomes.count(.succeeded) == 3)
        #expect(outcomes.count(.interrupted) + outcomes.count(.lost) == 2)
        #expect(site.lines("tall").count == 1)
        outcomes.expectAgreement(with: site.lines("marks"), of: 1, iterations: 0..<1)
        outcomes.expectAgreement(with: site.lines("deaf"), of: 2, iterations: 0..<1)
    }
}
