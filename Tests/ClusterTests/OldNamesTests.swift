import Model
import Posix
import SlurmCluster
import Testing

@Suite("the walk-through of the old manual, by the old names, on a cluster", .serialized)
struct OldNamesTests {
    /// The manual's, word for word.
    private static let example = """
        {
            "name": "date-example",
            "execution": {
              "exec": "/bin/date",
              "env": {},
              "wd": "date.sandbox",
              "stdout": "date.${ncores}.${it}.stdout",
              "stderr": "date.${ncores}.${it}.stderr"
            },
            "resources": {
              "cores": {
                "exact": 1
              }
            },
            "iteration": {
                "start": 0,
                "stop": 10
            }
        }
        """

    private static let response =
        "jobs submitted with response: {'code': 0, 'message': '1 submitted', "
        + "'data': {'submitted': 1, 'jobs': ['date-example']}}"

    @Test("a service outside, two allocations by the manual's own srun line, one of them cancelled in the middle")
    func outside() throws {
        let site = try Site()
        _ = try site.start(["qcg-service", "-i", "127.0.0.1", "-d"], output: "service.out")
        let isListening = try SlurmCluster.wait { site.text("service.out").contains("inputqueue listening @ tcp://") }
        let address = site.text("iq.last_service_address")
        try #require(isListening && site.text("service.out").contains("listening @ \(address)\n"))

        let first = try takeAllocation(site, printingTo: "first.out", beside: nil)
        try site.write(Self.example, to: "example-job.json")
        let submission = try site.run(["qcg-client", "submit", "-f", "example-job.json"])
        #expect(submission.output.hasPrefix("connecting to \(address) ...\n"), "\(submission)")
        #expect(submission.output.contains(Self.response), "\(submission)")
        #expect(try becomes("SUCCEED", "date-example", site), "\(site.text("first.out"))")
        let names = try FileSystem.names(in: "\(site.folder)/date.sandbox").filter { $0.hasSuffix("stdout") }
        #expect(names.sorted() == (0..<10).map { "date.1.\($0).stdout" })

        // All but the first few wait until the allocation is gone, so that some run there when it goes.
        let marked = """
            {"name": "marked", "iteration": {"start": 0, "stop": 40},
             "execution": {"exec": "bash", "args": ["-c", "until [ ${it} -lt 2 -o -e go ]; do sleep 0.1; done; \
            echo ${it} $ROTA_ATTEMPT >>marks"]}}
            """
        try site.write(marked, to: "marked.json")
        try site.run(["qcg-client", "submit", "-f", "marked.json"])
        _ = try takeAllocation(site, printingTo: "second.out", beside: first)
        #expect(try SlurmCluster.wait { !site.lines("marks").isEmpty })
        try site.cluster.run(["scancel", first])
        try site.cluster.wait(for: first, toBe: ["CANCELLED"])
        try site.write("", to: "go")

        #expect(try becomes("SUCCEED", "marked", site), "\(site.text("second.out"))")
        let outcomes = try Outcomes(in: "\(site.folder)/.rota")
        outcomes.expectAgreement(with: site.lines("marks"), of: 1, iterations: 0..<40)
        #expect(outcomes.nodes.count == 2)
        #expect(outcomes.count(.interrupted) + outcomes.count(.lost) > 0, "nothing ran where it was cancelled")
    }

    @Test("the service, its executors and its client in one allocation")
    func inside() throws {
        let site = try Site()
        try site.write(Self.example, to: "example-job.json")

        let job = try site.submit(
            """
            qcg-service -i 127.0.0.1 >service.out 2>&1 &
            service=$!
            until [ -s iq.last_service_address ]; do sleep 0.1; done
            qcg-executor >executor.out 2>&1 &
            executor=$!
            until grep -q "successfully connected" executor.out; do sleep 0.1; done
            qcg-client submit -f example-job.json
            until qcg-client status date-example | grep -q "'state': 'SUCCEED'"; do sleep 0.2; done
            kill $executor; wait $executor; echo lent $?
            kill $service; wait $service; echo served $?
            """, nodes: 2)
        try site.cluster.wait(for: job, toBe: ["COMPLETED"])

        let output = site.cluster.output(of: job)
        #expect(output.contains(Self.response), "\(output)")
        #expect(output.contains("lent 0") && output.contains("served 0"), "\(output)")
        #expect(site.text("executor.out").contains("successfully connected to inputqueue @ tcp://127.0.0.1:"))
        let names = try FileSystem.names(in: "\(site.folder)/date.sandbox").filter { $0.hasSuffix("stdout") }
        #expect(names.sorted() == (0..<10).map { "date.1.\($0).stdout" })
        #expect(try Outcomes(in: "\(site.folder)/.rota").count(.succeeded) == 10)
    }

    /// As the manual has it, typed at a terminal; answers the allocation's number when its executor has joined.
    private func takeAllocation(_ site: Site, printingTo output: String, beside other: String?) throws -> String {
        let line =
            "srun -N 1 --ntasks-per-node=2 -p fast --time=60:00 -A project_test --pty bash -c 'qcg-executor -d'"
        _ = try site.start(
            ["script", "--quiet", "--flush", "--return", "--command", line, "/dev/null"], output: output)
        let joined = "successfully connected to inputqueue @ \(site.text("iq.last_service_address"))"
        let isThere = try SlurmCluster.wait { site.text(output).contains(joined) }
        try #require(isThere, "it said: \(site.text(output))")
        let jobs = try site.cluster.run(["squeue", "--noheader", "--states=RUNNING", "--format=%A"]).lines
        return try #require(jobs.first { $0 != other })
    }

    /// Waits until the client says so of a job.
    private func becomes(_ state: String, _ job: String, _ site: Site) throws -> Bool {
        try SlurmCluster.wait {
            let answer = try site.run(["qcg-client", "status", job]).output
            return answer.contains("'\(job)': {'status': 'ok', 'state': '\(state)'}")
        }
    }
}
