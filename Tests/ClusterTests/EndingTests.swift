import Model
import Posix
import SlurmCluster
import Testing

@Suite("how executors and runs end in an allocation", .serialized)
struct EndingTests {
    private let task = LastingTask.script(until: "again")

    @Test("an executor is killed that had started others: they go with it at once, and what all of them ran runs again")
    func siblingsGo() throws {
        let site = try Site()
        try site.serve()
        let job = try site.submit(
            """
            rota executor & echo $! >leader; wait
            echo gone
            until [ -e again ]; do sleep 0.1; done
            rota executor
            """, nodes: 3)
        #expect(try SlurmCluster.wait { try site.offers(nodes: 3) }, "\(site.cluster.output(of: job))")
        try site.rota("submit", "--name", "marked", "--range", "0-5", "--", "bash", "-c", task)
        #expect(try SlurmCluster.wait { site.lines("begun").count == 6 })

        let leader = try #require(site.lines("leader").first.flatMap { Int32($0) })
        try Process.send(.kill, to: leader)
        // Of its steps only the script itself is left, and of the nodes none.
        #expect(
            try SlurmCluster.wait {
                let steps = try site.cluster.run(
                    ["squeue", "--noheader", "--steps", "--jobs=\(job)", "--format=%i"])
                return steps.lines == ["\(job).batch"]
            })
        #expect(try SlurmCluster.wait { try site.offers(nodes: 0) })
        try site.write("", to: "again")
        let end = try site.rota("wait", "marked")

        #expect(end.code == 0, "\(end)\(site.cluster.output(of: job))")
        let outcomes = try Outcomes(in: site.state)
        outcomes.expectAgreement(with: site.lines("marks"), iterations: 0..<6)
        #expect(outcomes.count(.lost) == 6)
        #expect(site.lines("marks").count == 6, "something was left running")
    }

    @Test("an executor whose patience with a silent service is over ends what it runs, on all its nodes, and goes")
    func patienceEnds() throws {
        let site = try Site()
        let service = try site.serve()
        let job = try site.submit("rota executor --patience 1s --idle-timeout never; echo code $?", nodes: 2)
        #expect(try SlurmCluster.wait { try site.offers(nodes: 2) }, "\(site.cluster.output(of: job))")
        try site.rota("submit", "--name", "marked", "--range", "0-3", "--", "bash", "-c", task)
        #expect(try SlurmCluster.wait { site.lines("begun").count == 4 })

        try site.kill(service)
        try site.cluster.wait(for: job, toBe: ["COMPLETED"])
        let output = site.cluster.output(of: job)
        try FileSystem.remove("\(site.cluster.folder)/run/rota/access.json")
        try site.serve()
        try site.write("", to: "again")
        let next = try site.submit("rota executor", nodes: 1)
        let end = try site.rota("wait", "marked")

        #expect(output.contains("the service was not heard for 1 s") && output.contains("code 0"), "\(output)")
        #expect(end.code == 0, "\(end)\(site.cluster.output(of: next))")
        let outcomes = try Outcomes(in: site.state)
        outcomes.expectAgreement(with: site.lines("marks"), iterations: 0..<4)
        #expect(outcomes.count(.lost) == 4)
    }

    @Test("a run whose rest fits no node for long enough says what that is and how to go on, and goes on so")
    func theRestIsTold() throws {
        let site = try Site()
        let file = """
            [{"name": "short", "run": ["true"]}, {"name": "long", "run": ["true"], "time": "10min"},
             {"name": "last", "run": ["true"], "after": "long"}]
            """
        try site.write(file, to: "jobs.json")

        let first = try site.submit("rota run jobs.json; echo code $?", nodes: 2, "--time=5")
        try site.cluster.wait(for: first, toBe: ["COMPLETED"])
        let second = try site.submit("rota run jobs.json; echo code $?", nodes: 1, "--time=20")
        try site.cluster.wait(for: second, toBe: ["COMPLETED"])

        let output = site.cluster.output(of: first)
        #expect(output.contains("what is left fits none of the nodes that are left"), "\(output)")
        #expect(output.contains("Job \"long\", iteration 0: It needs 10 min"), "\(output)")
        #expect(output.contains("Go on in a longer or larger allocation") && !output.contains("report"), "\(output)")
        #expect(output.contains("code 1"), "\(output)")
        #expect(site.cluster.output(of: second).contains("code 0"), "\(site.cluster.output(of: second))")
        #expect(try Outcomes(in: "\(site.folder)/.rota").count(.succeeded) == 3)
    }
}
