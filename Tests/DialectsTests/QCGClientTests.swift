import Dialects
import Model
import Testing

/// What the global queue's programs print, as the walk-through of its readers shows it.
struct QCGClientTests {
    @Test("the programs say where they listen and connect")
    func addresses() {
        let address = "tcp://172.16.31.250:7040"

        #expect(QCGClientText.listening(at: address) == "inputqueue listening @ tcp://172.16.31.250:7040")
        #expect(
            QCGClientText.joined(address) == "successfully connected to inputqueue @ tcp://172.16.31.250:7040")
        #expect(QCGClientText.connecting(to: address) == "connecting to tcp://172.16.31.250:7040 ...")
    }

    @Test("a submission is shown as the request that is sent, and the reply as Python prints it")
    func submission() throws {
        let file = "{\"name\": \"date\", \"execution\": {\"exec\": \"/bin/date\", \"env\": {}}, \"x\": [1.50, \"ż\"]}"

        let request = try QCGClientText.submission(Array(file.utf8), document: "job.json")
        let shown = try QCGClientText.submitting(request)

        #expect(request == "{\"cmd\":\"submit_job\",\"jobs\":[\(file)]}")
        #expect(
            shown == """
                submiting job description: {
                  "cmd": "submit_job",
                  "jobs": [
                    {
                      "name": "date",
                      "execution": {
                        "exec": "/bin/date",
                        "env": {}
                      },
                      "x": [
                        1.5,
                        "\\u017c"
                      ]
                    }
                  ]
                }
                """)
        #expect(
            try QCGClientText.submitted(QCGReply.submitted(["date"], dialect: .globalQueue))
                == "jobs submitted with response: "
                + "{'code': 0, 'message': '1 submitted', 'data': {'submitted': 1, 'jobs': ['date']}}")
    }

    @Test("a list of jobs is sent as it is, and a file that is no JSON is refused with its place")
    func lists() throws {
        #expect(
            try QCGClientText.submission(Array("[{}]".utf8), document: "-") == "{\"cmd\":\"submit_job\",\"jobs\":[{}]}")
        let problem = refused(by: { () throws(Refusal) in
            _ = try QCGClientText.submission(Array("{\n x".utf8), document: "job.json")
        })
        #expect(problem?.document == "job.json" && problem?.line == 2)
    }

    @Test("a status is asked by name and shown as Python prints it")
    func status() throws {
        let answer = QCGJobAnswer(name: QCGTaskName("date"), state: .succeeded)

        #expect(QCGClientText.status(of: ["date", "b:1"]) == "{\"cmd\":\"job_info\",\"jobs\":[\"date\",\"b:1\"]}")
        #expect(
            try QCGClientText.information(
                QCGReply.globalQueueInformation([(QCGTaskName("date"), .known(answer))]))
                == "job info response: {'code': 0, 'message': 'ok', 'data': {'jobs': {'date': "
                + "{'status': 'ok', 'state': 'SUCCEED'}}}}")
    }

    @Test("an executor's name is five capitals behind a word")
    func executorName() {
        #expect(QCGExecutor.name(drawnFrom: 0) == "executor-AAAAA")
        #expect(QCGExecutor.name(drawnFrom: 27) == "executor-BBAAA")
        #expect(QCGExecutor.name(drawnFrom: .max).count == 14)
    }
}
