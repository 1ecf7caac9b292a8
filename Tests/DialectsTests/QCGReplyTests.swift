import Dialects
import Model
import Testing

/// Replies of both families, each beside the literal JSON that clients of the old services got.
struct QCGReplyTests {
    private let start = Instant(nanoseconds: 1_795_255_200_000_000_000)

    private func runtime(time: Duration? = .milliseconds(210)) -> QCGReportEntry.Runtime {
        QCGReportEntry.Runtime(
            allocation: QCGAllocation(nodes: [.init(name: "n0", cores: [2, 3])]), workingDirectory: "/w", time: time,
            exitCode: time == nil ? nil : 1, processIdentifier: time == nil ? 0 : 17, processName: "bash")
    }

    private var iterated: QCGJobAnswer {
        QCGJobAnswer(
            name: QCGTaskName("its"), state: .executing,
            iterations: .init(
                indices: 5..<7, ended: 1, failed: 1,
                children: [
                    .init(iteration: 5, state: .failed, runtime: runtime()),
                    .init(iteration: 6, state: .executing, runtime: runtime(time: nil)),
                ]),
            history: [.init(.queued, at: start), .init(.executing, at: start + .microseconds(5))])
    }

    @Test("a submission is answered with the number and the names")
    func submitted() {
        #expect(
            QCGReply.submitted(["a", "b"], dialect: .stable) == """
                {
                  "code": 0,
                  "message": "2 jobs submitted",
                  "data": {
                    "submitted": 2,
                    "jobs": [
                      "a",
                      "b"
                    ]
                  }
                }
                """)
        #expect(
            compact(QCGReply.submitted(["date"], dialect: .globalQueue))
                == "{\"code\":0,\"message\":\"1 submitted\",\"data\":{\"submitted\":1,\"jobs\":[\"date\"]}}")
    }

    @Test("jobStatus is answered with states, or why there is none")
    func status() {
        let reply = QCGReply.status([
            (QCGTaskName("its"), .known(iterated)), (QCGTaskName("no"), .unknown), (QCGTaskName("x"), .failed("odd")),
        ])

        #expect(
            compact(reply)
                == compact(
                    """
                    {"code":0,"data":{"jobs":{"its":{"status":0,"data":{"jobName":"its","status":"EXECUTING"}},
                     "no":{"status":1,"message":"Job 'no' doesn't exist"},"x":{"status":1,"message":"odd"}}}}
                    """))
    }

    @Test("jobInfo is answered with history, runtime and iterations")
    func information() {
        let single = QCGJobAnswer(
            name: QCGTaskName("its:5"), state: .failed, messages: "exit code 1", runtime: runtime(),
            history: [.init(.scheduled, at: start), .init(.failed, at: start + .seconds(1))])

        let reply = QCGReply.information(
            [(QCGTaskName("its:5"), .known(single)), (QCGTaskName("its"), .known(iterated))], withIterations: false,
            zoneOffsetSeconds: 3600)

        #expect(
            compact(reply)
                == compact(
                    """
                    {"code":0,"data":{"jobs":{"its:5":{"status":0,"data":{"jobName":"its:5","status":"FAILED",
                     "messages":"exit code 1","runtime":{"allocation":"n0[2:3]","wd":"/w","rtime":"0:00:00.210000",
                     "exit_code":"1","pid":"17","pname":"bash"},
                     "history":"\\n2026-11-21 11:00:00: SCHEDULED\\n2026-11-21 11:00:01: FAILED"}},
                    "its":{"status":0,"data":{"jobName":"its","status":"EXECUTING",
                     "iterations":{"start":5,"stop":7,"total":2,"finished":1,"failed":1},
                     "history":"\\n2026-11-21 11:00:00: QUEUED\\n2026-11-21 11:00:00.000005: EXECUTING"}}}}}
                    """))
    }

    @Test("jobInfo with childs has each iteration, one that runs without its length and exit code")
    func children() {
        let reply = QCGReply.information(
            [(QCGTaskName("its"), .known(iterated))], withIterations: true, zoneOffsetSeconds: 0)

        #expect(
            compact(reply).contains(
                compact(
                    """
                    "childs":[{"iteration":5,"state":"FAILED","runtime":{"allocation":"n0[2:3]","wd":"/w",
                     "rtime":"0:00:00.210000","exit_code":"1","pid":"17","pname":"bash"}},
                     {"iteration":6,"state":"EXECUTING","runtime":{"allocation":"n0[2:3]","wd":"/w"}}],"history":
                    """)))
    }

    @Test(
        "a length of time is one that the old client can read, or none",
        arguments: [
            (Duration.seconds(61), "\"rtime\":\"0:01:01.000000\""),
            (.milliseconds(1500), "\"rtime\":\"0:00:01.500000\""),
            (.seconds(86_400), "\"wd\":\"/w\",\"exit_code\""),
        ])
    func lengths(time: Duration, text: String) {
        let answer = QCGJobAnswer(name: QCGTaskName("a"), state: .succeeded, runtime: runtime(time: time))

        let reply = QCGReply.information(
            [(QCGTaskName("a"), .known(answer))], withIterations: false, zoneOffsetSeconds: 0)

        #expect(compact(reply).contains(text))
    }

    @Test("job_info is answered with a state, not found, or error; with childs as jobInfo is")
    func globalQueueInformation() {
        let reply = QCGReply.globalQueueInformation([
            (QCGTaskName("its"), .known(iterated)), (QCGTaskName("no"), .unknown), (QCGTaskName("x"), .failed("odd")),
        ])
        let more = QCGReply.globalQueueInformation(
            [(QCGTaskName("its"), .known(iterated))], withIterations: true)

        #expect(
            compact(reply)
                == compact(
                    """
                    {"code":0,"message":"ok","data":{"jobs":{"its":{"status":"ok","state":"EXECUTING"},
                     "no":{"status":"not found"},"x":{"status":"error"}}}}
                    """))
        #expect(compact(more).contains("\"state\":\"EXECUTING\",\"iterations\":{\"start\":5"))
        #expect(compact(more).contains("\"childs\":[{\"iteration\":5"))
    }

    @Test("a list has every job's state, what went wrong, and how many wait before it")
    func list() {
        let jobs = [
            QCGJobAnswer(name: QCGTaskName("a"), state: .failed, messages: "no file"),
            QCGJobAnswer(name: QCGTaskName("b"), state: .queued, waitingBefore: 3),
        ]

        let data =
            "\"data\":{\"length\":2,\"jobs\":{\"a\":{\"status\":\"FAILED\",\"messages\":\"no file\"},"
            + "\"b\":{\"status\":\"QUEUED\",\"inQueue\":3}}}}"
        // A blank inside a text stays.
        #expect(compact(QCGReply.list(jobs, dialect: .stable)) == "{\"code\":0,\(data)")
        #expect(
            compact(QCGReply.list(jobs, dialect: .globalQueue)) == "{\"code\":0,\"message\":\"ok\",\(data)")
        #expect(
            compact(QCGReply.list([], dialect: .stable)) == "{\"code\":0,\"data\":{\"length\":0,\"jobs\":{}}}")
    }

    @Test("cancelling and removing count what was done and name what was not")
    func changes() {
        let no = QCGTaskName("no")

        let cancelled = QCGReply.cancelled(2, problems: [("no", QCGReply.notCancelled(no))], dialect: .stable)
        let removed = QCGReply.removed(1, problems: [], dialect: .stable)

        #expect(
            compact(cancelled)
                == "{\"code\":0,\"data\":{\"canceled\":2,\"errors\":{\"no\":\"Job/iteration no doesn't exist\"}}}")
        #expect(compact(removed) == "{\"code\":0,\"data\":{\"removed\":1}}")
        #expect(QCGReply.notRemoved(no, exists: false) == "Job 'no' doesn't exist")
        #expect(QCGReply.notRemoved(no, exists: true) == "Job 'no' not finished - can not be removed")
        #expect(
            compact(QCGReply.cancelled(1, problems: [], dialect: .globalQueue))
                == "{\"code\":0,\"message\":\"1 canceled\",\"data\":{\"canceled\":1}}")
    }

    @Test("the short replies are as they were")
    func short() {
        let counts = QCGResourceCounts(nodes: 1, cores: 4, usedCores: 3)
        let replies = [
            QCGReply.resources(counts), QCGReply.finishing(dialect: .stable), QCGReply.finishing(dialect: .globalQueue),
            QCGReply.finishAfterAllTasks, QCGReply.received, QCGReply.allJobsFinished(false),
            QCGReply.registered(readyIterations: 7, events: "tcp://h:1"), QCGReply.eventAddress("tcp://h:1"),
        ]

        #expect(
            replies.map(compact) == [
                "{\"code\":0,\"data\":{\"total_nodes\":1,\"total_cores\":4,\"used_cores\":3,\"free_cores\":1}}",
                "{\"code\":0,\"data\":{\"when\":\"2s\"}}", "{\"code\":0,\"message\":\"ok\",\"data\":{\"when\":\"2s\"}}",
                "{\"code\":0,\"message\":\"finishAfterAllTasksDone command accepted\"}",
                "{\"code\":0,\"message\":\"received\"}", "{\"code\":0,\"data\":{\"AllJobsFinished\":false}}",
                "{\"code\":0,\"message\":\"registered\",\"data\":{\"ready_its\":7,\"events\":\"tcp://h:1\"}}",
                "{\"code\":0,\"message\":\"ok\",\"data\":{\"events\":\"tcp://h:1\"}}",
            ])
    }

    @Test("an old executor gets whole descriptions with nulls, and iterations counted from 0")
    func reservation() throws {
        let sweep = try job(
            """
            {"name":"sweep","execution":{"exec":"/bin/echo","args":["case ${it}"],"stdout":"o.${it}"},
             "resources":{"cores":{"min":1,"max":2},"wt":{"seconds":1.5},"crs":{"GPU":1}},
             "iteration":{"start":10,"stop":14},"dependencies":{"after":["mesh:${it}"]}}
            """)
        let whole = try job(
            "{\"name\":\"w\",\"execution\":{\"script\":\"date\"},\"resources\":{\"nodes\":{\"exact\":2}}}")

        let reply = QCGReply.reserved([
            .init(job: sweep, iterations: [10, 12]), .init(job: whole, iterations: [0]),
        ])

        #expect(
            compact(reply)
                == compact(
                    """
                    {"code":0,"message":"reserved","data":[{"job":{"name":"sweep","execution":{"exec":"/bin/echo",
                     "args":["case ${it}"],"env":{},"script":null,"stdin":null,"stdout":"o.${it}","stderr":null,
                     "modules":null,"venv":null,"wd":null,"model":"default"},
                     "resources":{"cores":{"exact":null,"min":1,"max":2,"scheduler":null},"nodes":null,
                      "wt":{"seconds":2},"crs":{"GPU":1}},
                     "iteration":{"start":10,"stop":14},"dependencies":{"after":["mesh:${it}"]}},"iterations":[0,2]},
                     {"job":{"name":"w","execution":{"exec":null,"args":[],"env":{},"script":"date","stdin":null,
                     "stdout":null,"stderr":null,"modules":null,"venv":null,"wd":null,"model":"default"},
                     "resources":{"cores":null,"nodes":{"exact":2,"min":null,"max":null,"scheduler":null},
                      "wt":null,"crs":null},"iteration":null,"dependencies":null},"iterations":[0]}]}
                    """))
    }

    @Test("a list of executors has their nodes, and whether they were heard")
    func executors() {
        let node = Node(identifier: NodeIdentifier(3), name: "n1", cores: [0, 1], memory: .zero)

        let reply = QCGReply.executors([
            .init(name: "executor-ABCDE", nodes: [node], usedCores: 1, iterations: 1, isActive: true)
        ])

        #expect(
            compact(reply)
                == compact(
                    """
                    {"code":0,"message":"ok","data":{"length":1,"executors":{"executor-ABCDE":{"status":"active",
                     "nodes":[{"name":"n1","total_cores":2}],"total_cores":2,"used_cores":1,"iterations":1}}}}
                    """))
    }
}
