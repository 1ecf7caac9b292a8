import Model
import Posix
import SlurmCluster
import Testing

@Suite("within an allocation", .serialized)
struct InsideTests {
    @Test("a service and its executors in one allocation carry out the ten iterations of a job file")
    func aServiceInside() throws {
        let site = try Site()
        let file = """
            {"name": "date-example", "execution": {"exec": "/bin/date", "env": {}, "wd": "date.sandbox",
              "stdout": "date.${ncores}.${it}.stdout", "stderr": "date.${ncores}.${it}.stderr"},
             "resources": {"cores": {"exact": 1}}, "iteration": {"start": 0, "stop": 10}}
            """
        try FileSystem.replace("\(site.folder)/example-job.json", with: Array(file.utf8))

        let job = try site.submit(
            """
            rota serve --state inside --access inside.json >serve.out 2>&1 &
            until [ -e inside.json ]; do sleep 0.1; done
            export ROTA_SERVICE=$PWD/inside.json
            rota executor &
            rota submit example-job.json && rota wait date-example; echo waited $?
            rota shutdown && wait %1; echo served $?
            """, nodes: 2)
        #expect(
            try SlurmCluster.wait { site.cluster.output(of: job).contains("served") }, "\(site.cluster.output(of: job))"
        )

        let output = site.cluster.output(of: job)
        #expect(output.contains("waited 0") && output.contains("served 0"), "\(output)\(site.text("serve.out"))")
        let names = try FileSystem.names(in: "\(site.folder)/date.sandbox").filter { $0.hasSuffix("stdout") }
        #expect(names.sorted() == (0..<10).map { "date.1.\($0).stdout" })
        #expect(try Outcomes(in: "\(site.folder)/inside").count(.succeeded) == 10)
    }

    @Test("a run uses all nodes; when its allocation is cancelled, the same line in the next one goes on")
    func aRunGoesOn() throws {
        let site = try Site()
        let line =
            "rota run --range 0-59 -- bash -c 'sleep 0.3; echo {} $ROTA_ATTEMPT >>marks; echo on $SLURMD_NODENAME'"

        let first = try site.submit(line, nodes: 3)
        #expect(
            try SlurmCluster.wait { Set(site.cluster.output(of: first).matches(of: /on n./).map(\.output)).count == 3 })
        try site.cluster.run(["scancel", first])
        try site.cluster.wait(for: first, toBe: ["CANCELLED"])
        #expect(try SlurmCluster.wait { try Outcomes(in: "\(site.folder)/.rota").closings == [.interrupted] })
        let second = try site.submit("\(line); echo code $?", nodes: 2)
        try site.cluster.wait(for: second, toBe: ["COMPLETED"])

        let output = site.cluster.output(of: second)
        #expect(output.contains("run 1 was begun by this line and is not over; going on with it"), "\(output)")
        #expect(output.contains("code 0"), "\(output)")
        let outcomes = try Outcomes(in: "\(site.folder)/.rota")
        outcomes.expectAgreement(with: site.lines("marks"), iterations: 0..<60)
        #expect(outcomes.closings == [.interrupted, .complete])
        #expect(outcomes.nodes.count == 5)
        #expect(outcomes.count(.interrupted) > 0)
        // A finished run is not gone on with.
        let marksBefore = site.lines("marks").count
        let third = try site.submit("rota run --range 0-1 -- true; \(line); echo code $?", nodes: 1)
        try site.cluster.wait(for: third, toBe: ["COMPLETED"])
        #expect(site.lines("marks").count == marksBefore + 60)
    }

    @Test("what tasks print on other nodes reaches the caller and is kept; the executors there go with the run")
    func outputComesBack() throws {
        let site = try Site()

        let job = try site.submit(
            """
            rota run --range 0-11 -k -- bash -c 'sleep 0.5; echo {} says $SLURMD_NODENAME'
            rota logs bash:0-11 | cut -d" " -f1,2 >logged
            squeue --noheader --steps --jobs=$SLURM_JOB_ID --format=%i >steps
            """, nodes: 3)
        try site.cluster.wait(for: job, toBe: ["COMPLETED"])

        let said = site.cluster.output(of: job).split(separator: "\n").filter { $0.contains("says") }
        #expect(said.map { $0.prefix { $0 != "n" } } == (0..<12).map { "\($0) says " })
        #expect(site.lines("logged") == (0..<12).map { "\($0) says" })
        #expect(site.lines("steps") == ["\(job).batch"])
    }

    @Test("a job that no node of the allocation can hold is refused at once")
    func sizesAreKnown() throws {
        let site = try Site()

        let job = try site.submit("rota run -c 3 -- true; echo refused $?", nodes: 2)
        try site.cluster.wait(for: job, toBe: ["COMPLETED"])

        #expect(site.cluster.output(of: job).contains("refused 2"), "\(site.cluster.output(of: job))")
    }
}
