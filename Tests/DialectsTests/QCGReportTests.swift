import Dialects
import Model
import Testing

struct QCGReportTests {
    private let start = Instant(nanoseconds: 1_795_255_200_000_000_000)

    private func entry(iteration: Int?) throws -> QCGReportEntry {
        var job = try job(
            """
            {"name":"mesh","execution":{"exec":"/bin/date","args":["${it}"],"stdout":"o.${it}"},
             "resources":{"numCores":{"min":1,"max":2},"wt":"1h"},
             "iteration":{"stop":3},"dependencies":{"after":["p:1"]}}
            """)
        job.request.gpus = Amount(1)
        return QCGReportEntry(
            job: job, iteration: iteration, state: .succeeded,
            history: [(.queued, start), (.succeeded, start + .milliseconds(1500))],
            runtime: .init(
                allocation: QCGAllocation(nodes: [.init(name: "n1", cores: [0, 1]), .init(name: "n2", cores: [0])]),
                workingDirectory: "/tmp/x", time: .milliseconds(210), exitCode: 0, processIdentifier: 17,
                processName: "date"))
    }

    @Test("an iteration's line has its name, state, history and runtime, all runtime values as texts")
    func iterationLine() throws {
        let line = QCGReport.json(try entry(iteration: 2), zoneOffsetSeconds: 3600)

        #expect(
            line == """
                {"name": "mesh:2","state": "SUCCEED","history": [{"state": "QUEUED","date": "2026-11-21T11:00:00"},\
                {"state": "SUCCEED","date": "2026-11-21T11:00:01.500000"}],"runtime": {"allocation": "n1[0:1],n2[0]",\
                "wd": "/tmp/x","rtime": "0:00:00.210000","exit_code": "0","pid": "17","pname": "date"}}

                """)
    }

    @Test("a job's line has its description in the stable version's spelling too")
    func jobLine() throws {
        let line = QCGReport.json(try entry(iteration: nil), zoneOffsetSeconds: 0)

        #expect(
            line.contains(
                """
                "execution": {"exec": "/bin/date","args": ["${it}"],"stdout": "o.${it}","model": "default"},\
                "resources": {"numCores": {"min": 1,"max": 2},"wt": "1h","nodeCrs": {"GPU": 1}},\
                "dependencies": {"after": ["p:1"]}
                """))
        #expect(throws: Never.self) { try JSONReader.read(Array(line.utf8), document: "report") }
    }

    @Test("the text format indents history and runtime by a tab")
    func text() throws {
        var entry = try entry(iteration: 0)
        entry.messages = "done"

        #expect(
            QCGReport.text(entry, zoneOffsetSeconds: 0) == """
                mesh:0 (SUCCEED) done
                \t2026-11-21 10:00:00: QUEUED
                \t2026-11-21 10:00:01.500000: SUCCEED
                \tallocation: n1[0:1],n2[0]
                \twd: /tmp/x
                \trtime: 0:00:00.210000
                \texit_code: 0
                \tpid: 17
                \tpname: date

                """)
    }

    @Test("a task finds the variables that the old program gave it")
    func variables() {
        let allocation = QCGAllocation(nodes: [.init(name: "n1", cores: [4, 5]), .init(name: "n2", cores: [0])])

        let variables = allocation.environment(step: "u:3", isBound: true).map { "\($0.name)=\($0.value)" }

        #expect(
            variables == [
                "QCG_PM_NNODES=2", "QCG_PM_NODELIST=n1,n2", "QCG_PM_NPROCS=3", "QCG_PM_NTASKS=3", "QCG_PM_STEP_ID=u:3",
                "QCG_PM_TASKS_PER_NODE=2,1", "QCG_PM_CPU_SET=4,5,0",
            ])
        #expect(allocation.environment(step: "u", isBound: false).count == 6)
    }

    @Test(
        "a job's state follows from its tasks'",
        arguments: [
            ([.waiting, .ready], .queued), ([.succeeded, .ready], .executing), ([.running, .waiting], .executing),
            ([.succeeded, .succeeded], .succeeded), ([.succeeded, .failed, .cancelled], .failed),
            ([.cancelled, .succeeded], .cancelled), ([.skipped, .skipped], .omitted),
            ([.failed, .running], .executing),
            ([.paused], .executing), ([.starting], .queued),
        ] as [([TaskState], QCGState)])
    func states(tasks: [TaskState], state: QCGState) {
        #expect(QCGState.job(of: tasks) == state)
    }
}
