import Dialects
import Model
import Testing

struct QCGRequestTests {
    @Test(
        "the stable family's requests mean what they say",
        arguments: [
            ("{\"request\":\"jobStatus\",\"jobNames\":[\"a\",\"b:3\"]}", .status([.init("a"), .init("b:3")])),
            ("{\"request\":\"jobInfo\",\"jobNames\":[\"a\"]}", .information([.init("a")], withIterations: false)),
            (
                "{\"request\":\"jobInfo\",\"jobNames\":[\"a\"],\"params\":{\"withChilds\":true}}",
                .information([.init("a")], withIterations: true)
            ),
            ("{\"request\":\"listJobs\"}", .list),
            ("{\"request\":\"cancelJob\",\"jobNames\":[\"a\"]}", .cancel([.init("a")])),
            ("{\"request\":\"removeJob\",\"jobNames\":[\"a\"]}", .remove([.init("a")])),
            ("{\"request\":\"resourcesInfo\"}", .resources), ("{\"request\":\"status\"}", .systemStatus),
            ("{\"request\":\"status\",\"options\":{\"allJobsFinished\":true}}", .allJobsFinished),
            ("{\"request\":\"status\",\"options\":{\"allJobsFinished\":false}}", .systemStatus),
            ("{\"request\":\"finish\"}", .finish),
            ("{\"request\":\"control\",\"command\":\"finishAfterAllTasksDone\"}", .finishAfterAllTasks),
        ] as [(String, QCGRequest.Action)])
    func stable(text: String, action: QCGRequest.Action) throws {
        #expect(try receive(text, at: .globalQueue) == QCGRequest(dialect: .stable, action: action))
    }

    @Test(
        "the global queue's requests mean what they say, those it did not support too",
        arguments: [
            ("{\"cmd\":\"JOB_INFO\",\"jobs\":[\"a\",\"a:1\"]}", .status([.init("a"), .init("a:1")])),
            (
                "{\"cmd\":\"job_info\",\"jobs\":[\"a\"],\"params\":{\"withChilds\":true}}",
                .information([.init("a")], withIterations: true)
            ),
            ("{\"cmd\":\"cancel_job\",\"jobs\":[\"a\"]}", .cancel([.init("a")])),
            ("{\"cmd\":\"remove_job\",\"jobs\":[\"a\"]}", .remove([.init("a")])),
            ("{\"cmd\":\"list_jobs\"}", .list), ("{\"cmd\":\"list_executors\"}", .listExecutors),
            ("{\"cmd\":\"stats\"}", .systemStatus), ("{\"cmd\":\"finish\"}", .finish),
            ("{\"cmd\":\"notify\"}", .eventAddress),
            (
                "{\"cmd\":\"executor_heartbeat\",\"executor\":{\"name\":\"e\",\"checksum\":0}}", .heartbeat("e")
            ),
            ("{\"cmd\":\"get_iterations\",\"executor\":{\"name\":\"e\"}}", .takeIterations("e", cores: nil)),
            (
                "{\"cmd\":\"get_iterations\",\"executor\":{\"name\":\"e\"},\"allocation\":{\"max_cores\":4}}",
                .takeIterations("e", cores: 4)
            ),
        ] as [(String, QCGRequest.Action)])
    func globalQueue(text: String, action: QCGRequest.Action) throws {
        #expect(try receive(text) == QCGRequest(dialect: .globalQueue, action: action))
    }

    @Test("jobs of a submission are those of a job file in the same spelling")
    func submission() throws {
        let text = """
            {"name":"sweep","execution":{"exec":"/bin/echo","args":["${it}"]},"resources":{"cores":{"exact":2}},
             "iteration":{"start":10,"stop":14},"dependencies":{"after":["prep"]}}
            """

        let request = try receive("{\"cmd\":\"Submit_Job\",\"jobs\":[\(text)]}")

        #expect(request == QCGRequest(dialect: .globalQueue, action: .submit([try job(text)])))
    }

    @Test("every submission draws other names")
    func names() throws {
        var context = SubmissionContext(now: .zero, zoneOffsetSeconds: 0, seed: 1)
        let text = "{\"cmd\":\"submit_job\",\"jobs\":[{\"execution\":{\"exec\":\"a\"}}]}"

        let first = try QCGRequest.read(Array(text.utf8), endpoint: .stable, context: &context)
        let second = try QCGRequest.read(Array(text.utf8), endpoint: .stable, context: &context)

        #expect(first != second)
        #expect(context.requestNumber == 3)
    }

    @Test("both spellings of a wall time are taken, and more than sixteen dependencies on the same iteration")
    func faults() throws {
        let after = (0..<17).map { "\"j\($0):${it}\"" }.joined(separator: ",")
        let fields =
            "\"execution\":{\"exec\":\"a\"},\"iteration\":{\"start\":0,\"stop\":2},"
            + "\"dependencies\":{\"after\":[\(after)]}"
        for time in ["\"1h\"", "{\"hours\":1}"] {
            let request = try receive(
                "{\"cmd\":\"submit_job\",\"jobs\":[{\(fields),\"resources\":{\"cores\":{\"exact\":1},\"wt\":\(time)}}]}"
            )

            guard case .submit(let jobs) = request.action else {
                Issue.record("not a submission")
                return
            }
            #expect(jobs[0].request.wallTime == .seconds(3600))
            #expect(jobs[0].dependencies.count == 17)
        }
    }

    @Test("a name's iteration is the number behind its last colon")
    func taskNames() {
        #expect(QCGTaskName("a") == QCGTaskName(job: "a"))
        #expect(QCGTaskName("a:-3") == QCGTaskName(job: "a", iteration: -3))
        #expect(QCGTaskName("a:x") == QCGTaskName(job: "a:x"))
        #expect(QCGTaskName("a:12").text == "a:12")
    }

    @Test("an old executor brings nodes with cores, GPUs and memory")
    func registration() throws {
        let request = try receive(
            """
            {"cmd":"register_executor","executor":{"name":"executor-ABCDE","address":"tcp://h:1","checksum":0,
             "resources":{"type":"SLURM","binding":true,"nodes":[
              {"name":"n1","total_cores":2,"crs":{"gpu":2,"MEM":512}},
              {"name":"n2","total_cores":1,"crs":null},
              {"name":"n3","total_cores":2,"core_ids":[4,6],
               "crs":{"GPU":{"class":"CRBind","data":{"ids":["7"],"free":["7"]}}}}]}}}
            """)

        var nodes = [("n1", [0, 1]), ("n2", [0]), ("n3", [4, 6])].map { name, cores in
            Node(identifier: NodeIdentifier(0), name: name, cores: cores, memory: .zero)
        }
        nodes[0].gpus = ["0", "1"]
        nodes[0].memory = .mebibytes(512)
        nodes[2].gpus = ["7"]
        let executor = QCGExecutor(name: "executor-ABCDE", address: "tcp://h:1", kind: "SLURM", nodes: nodes)
        #expect(request.action == .register(executor))
    }

    @Test("what an old executor reports counts from 0 and becomes a fact")
    func ends() throws {
        let request = try receive(
            """
            {"cmd":"iterations_finished","executor":{"name":"e"},"jobs":[
             {"id":"sweep","iteration":2,"state":"SUCCEED","message":null},
             {"id":"one","iteration":null,"state":"FAILED","message":"exit code 3"}]}
            """)
        let reports = [
            QCGIterationReport(job: "sweep", offset: 2, state: .succeeded),
            QCGIterationReport(job: "one", offset: 0, state: .failed, message: "exit code 3"),
        ]
        let attempt = AttemptIdentifier(5)
        let now = Instant(nanoseconds: 9)

        #expect(request.action == .iterationsEnded("e", reports))
        #expect(
            reports[0].fact(of: attempt, startedAt: .zero, at: now)
                == .attemptEnded(AttemptEnd(attempt: attempt, startedAt: .zero, endedAt: now, outcome: .succeeded)))
        #expect(
            reports[1].fact(of: attempt, startedAt: .zero, at: now)
                == .attemptEnded(
                    AttemptEnd(attempt: attempt, startedAt: .zero, endedAt: now, outcome: .exited(code: 1))))
        let states: [(QCGState, Outcome)] = [(.cancelled, .cancelled), (.omitted, .lost)]
        for (state, outcome) in states {
            let report = QCGIterationReport(job: "a", offset: 0, state: state)
            #expect(
                report.fact(of: attempt, startedAt: .zero, at: now)
                    == .attemptEnded(AttemptEnd(attempt: attempt, startedAt: .zero, endedAt: now, outcome: outcome)))
        }
        let running = QCGIterationReport(job: "a", offset: 0, state: .executing)
        #expect(running.fact(of: attempt, startedAt: .zero, at: now) == .attemptStarted(attempt, at: now))
        let queued = QCGIterationReport(job: "a", offset: 0, state: .queued)
        #expect(queued.fact(of: attempt, startedAt: .zero, at: now) == nil)
    }

    @Test("no cut and no changed byte of a request gets anything but an answer")
    func damage() {
        let texts = [
            """
            {"request":"submit","jobs":[{"name":"a","execution":{"exec":"b","args":["${it}"]},
             "resources":{"numCores":{"min":1,"max":2},"wt":"1h"},"iteration":{"stop":3},
             "dependencies":{"after":["c"]}}]}
            """,
            """
            {"cmd":"register_executor","executor":{"name":"e","resources":{"nodes":[{"name":"n","total_cores":2,
             "core_ids":[0,1],"crs":{"GPU":1}}]}}}
            """,
            "{\"cmd\":\"iterations_finished\",\"executor\":{\"name\":\"e\"},"
                + "\"jobs\":[{\"id\":\"a\",\"iteration\":9223372036854775807,\"state\":\"SUCCEED\"}]}",
        ]
        var context = SubmissionContext(now: .zero, zoneOffsetSeconds: 0, seed: 1)
        var refusals = 0
        for text in texts.map({ Array($0.utf8) }) {
            for place in text.indices {
                for letter in "\"{,9".utf8 {
                    var changed = text
                    changed[place] = letter
                    do throws(QCGRequestProblem) {
                        _ = try QCGRequest.read(changed, endpoint: .stable, context: &context)
                    } catch {
                        refusals += error.text.isEmpty ? 0 : 1
                    }
                }
                #expect(throws: QCGRequestProblem.self) {
                    try QCGRequest.read(Array(text[..<place]), endpoint: .globalQueue, context: &context)
                }
            }
        }
        #expect(refusals > 500)
    }

    @Test(
        "an executor that claims more than there can be is refused",
        arguments: [
            "\"total_cores\":2000000", "\"total_cores\":600000}, {\"name\":\"m\",\"total_cores\":600000",
            "\"total_cores\":1,\"crs\":{\"GPU\":100000000}", "\"total_cores\":0",
            "\"total_cores\":1,\"crs\":{\"TPU\":1}",
        ])
    func tooMuch(fields: String) {
        let node = "{\"name\":\"n\",\(fields)}"
        let problem = refusedRequest(
            "{\"cmd\":\"register_executor\",\"executor\":{\"name\":\"e\",\"resources\":{\"nodes\":[\(node)]}}}")

        #expect(problem?.text == "Wrong format of `register_executor` request")
    }
}
