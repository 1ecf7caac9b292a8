import Dialects
import Model
import Testing

struct QCGStatusTests {
    private var status: QCGServiceStatus {
        let start = Instant(nanoseconds: 1_795_255_200_000_000_000)
        var jobs = QCGServiceStatus.Counts()
        for state in QCGState.allCases { jobs.add(state) }
        var iterations = QCGServiceStatus.Counts()
        iterations.add(.succeeded, count: 10)
        return QCGServiceStatus(
            system: .init(
                instance: "vm.373", startedAt: start, now: start + .milliseconds(2500), zoneOffsetSeconds: 0,
                address: "tcp://127.0.0.1:5555", publisher: nil, takesFiles: false, host: "vm", account: "ada",
                workingDirectory: "/w", version: "Rota 1", program: "/usr/bin/rota"),
            resources: QCGResourceCounts(nodes: 1, cores: 4, usedCores: 1), jobs: jobs, iterations: iterations)
    }

    private let content = """
        {"System":{"InstanceId":"vm.373","Started":"2026-11-21 10:00:00","Generated":"2026-11-21 10:00:02.500000",
         "Uptime":"0:00:02.500000","Zmqaddress":"tcp://127.0.0.1:5555","Ifaces":["ZMQ"],"StatusPublisher":null,
         "Host":"vm","Account":"ada","Wd":"/w","PythonVersion":"Rota 1","Python":"/usr/bin/rota","Platform":"linux"},
        "Resources":{"TotalNodes":1,"TotalCores":4,"UsedCores":1,"FreeCores":3},
        "JobStats":{"TotalJobs":7,"InScheduleJobs":2,"FailedJobs":2,"FinishedJobs":2,"ExecutingJobs":1},
        "IterationStats":{"TotalIterations":10,"InScheduleIterations":0,"FailedIterations":0,"FinishedIterations":10,
         "ExecutingIterations":0}}
        """

    @Test("the service's status has four sections, as the reply and as a file")
    func sections() {
        #expect(compact(status.file) == compact(content))
        #expect(compact(status.reply(dialect: .stable)) == compact("{\"code\":0,\"data\":\(content)}"))
        #expect(
            compact(status.reply(dialect: .globalQueue))
                == compact("{\"code\":0,\"message\":\"ok\",\"data\":\(content)}"))
    }

    @Test("qcg-pm status prints sections and values as Python prints them, of a reply and of a file")
    func printed() throws {
        let file = try QCGStatusText.text(of: Array(status.file.utf8), document: "status")
        let reply = try QCGStatusText.text(of: Array(status.reply(dialect: .stable).utf8), document: "status")

        #expect(file == reply)
        #expect(
            file.hasPrefix(
                """
                [System]
                InstanceId=vm.373
                Started=2026-11-21 10:00:00
                Generated=2026-11-21 10:00:02.500000
                Uptime=0:00:02.500000
                Zmqaddress=tcp://127.0.0.1:5555
                Ifaces=['ZMQ']
                StatusPublisher=None
                Host=vm

                """))
        #expect(file.hasSuffix("FinishedIterations=10\nExecutingIterations=0\n"))
        #expect(throws: Refusal.self) { try QCGStatusText.text(of: Array("[1]".utf8), document: "status") }
    }

    @Test(
        "values are represented as Python's prompt shows them",
        arguments: [
            (
                "{\"code\": 0, \"data\": {\"jobs\": [\"date\"], \"x\": null, \"y\": true, \"z\": false}}",
                "{'code': 0, 'data': {'jobs': ['date'], 'x': None, 'y': True, 'z': False}}"
            ),
            ("[]", "[]"), ("{}", "{}"), ("\"it's\"", "\"it's\""), ("\"a\\\"b\"", "'a\"b'"),
            ("\"it's \\\"x\\\"\"", "'it\\'s \"x\"'"), ("\"a\\\\b\\n\\t\\r\"", "'a\\\\b\\n\\t\\r'"),
            ("\"\\u0001\\u007f\"", "'\\x01\\x7f'"), ("\"żółć 日本 😀\"", "'żółć 日本 😀'"),
            ("\"\\u00a0\\u200b\\u2028\\ufeff\"", "'\\xa0\\u200b\\u2028\\ufeff'"),
            ("\"\\udb40\\udc01\"", "'\\U000e0001'"),
            ("\"e\\u0301\"", "'e\u{301}'"),
            ("1.0", "1.0"), ("0.1", "0.1"), ("1e5", "100000.0"), ("1E16", "1e+16"), ("1e-5", "1e-05"),
            ("0.0001", "0.0001"), ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("-0", "0"), ("-0.0", "-0.0"), ("1e400", "inf"), ("-7", "-7"),
        ])
    func representation(json: String, python: String) throws {
        let value = try JSONReader.read(Array(json.utf8), document: "reply").root

        #expect(PythonText.representation(of: value) == python)
    }
}
