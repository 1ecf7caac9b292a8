import Dialects
import Model
import Testing

struct QCGJobTests {
    static let it = Template.Piece.hole(.iteration)

    @Test("the experimental version's description is read whole")
    func globalQueue() throws {
        let job = try job(
            """
            {"name":"sweep","execution":{"exec":"/bin/echo","args":["case ${it} on ${ncores}",3,true,0.5],
              "env":{"A":"x${it}","N":1},"wd":"sweep.d","stdin":"in","stdout":"o.${it}","stderr":"o.${it}",
              "modules":["gcc/12"],"venv":"/opt/env","model":"threads"},
             "resources":{"cores":{"min":1,"max":2},"nodes":{"exact":2},"wt":{"minutes":5,"seconds":1.5},
              "crs":{"gpu":1,"MEM":512}},
             "iteration":{"start":10,"stop":14},"dependencies":{"after":["prep","mesh:${it}","mesh:3","prep"]},
             "attributes":{"a":[1]}}
            """)

        var expected = Job(
            name: "sweep",
            command: Command(
                action: .program(
                    "/bin/echo",
                    arguments: [
                        Template(pieces: [.text("case "), Self.it, .text(" on "), .hole(.coreCount)]), "3", "True",
                        "0.5",
                    ])))
        expected.command.environment = [
            .init(name: "A", value: Template(pieces: [.text("x"), Self.it])), .init(name: "N", value: "1"),
        ]
        expected.command.workingDirectory = "sweep.d"
        expected.command.standardInput = "in"
        expected.command.standardOutput = Template(pieces: [.text("o."), Self.it])
        expected.command.standardError = expected.command.standardOutput
        expected.command.modules = ["gcc/12"]
        expected.command.virtualEnvironment = "/opt/env"
        expected.command.model = .threads
        expected.request = Request(cores: Cores(1)...Cores(2))
        expected.request.nodes = 2...2
        expected.request.wallTime = .milliseconds(301_500)
        expected.request.gpus = Amount(1)
        expected.request.memory = .mebibytes(512)
        expected.request.memoryLimit = .mebibytes(512)
        expected.iterations = Iterations(range: 10..<14)
        expected.dependencies = [
            Dependency(job: "prep"), Dependency(job: "mesh", scope: .sameIteration),
            Dependency(job: "mesh", scope: .iteration(3)),
        ]
        expected.metadata = [
            .init(name: "attributes", value: "{\"a\":[1]}"), .init(name: "dialect", value: "\"qcg\""),
        ]
        #expect(job == expected)
        #expect(QCGJobMark.isOn(job))
    }

    @Test("the stable version's description is read whole")
    func stable() throws {
        let job = try job(
            """
            {"name":"s","execution":{"script":"echo ${itval} $HOME ${HOME} ${x","model":"openmpi","args":[],"env":{},
              "model_opts":{"mpirun_args":["-q"]}},
             "resources":{"numCores":4,"nodeCrs":{"mem":"2G"},"wt":"1h2m3s"},"iteration":{"values":["a",2,0.50,false]}}
            """)

        #expect(
            job.command.action
                == .script(Template(pieces: [.text("echo "), .hole(.value(.whole)), .text(" $HOME ${HOME} ${x")])))
        #expect(job.command.model == .openMPI)
        #expect(job.request.cores == Cores(4)...Cores(4))
        #expect(job.request.memory == .gibibytes(2))
        #expect(job.request.wallTime == .seconds(3723))
        #expect(job.iterations.columns[0].values == .list(Texts(["a", "2", "0.50", "False"])))
        #expect(job.metadata.contains(.init(name: "model_opts", value: "{\"mpirun_args\":[\"-q\"]}")))
        #expect(job.command.inheritsEnvironment)
    }

    @Test("without resources a job has one core; with nodes alone it takes them whole")
    func defaults() throws {
        let plain = try job("{\"execution\":{\"exec\":\"x\"},\"iteration\":null}")
        #expect(plain.request == .oneCore)
        #expect(plain.iterations == .single)

        let whole = try job("{\"execution\":{\"exec\":\"x\"},\"resources\":{\"nodes\":{\"min\":1,\"max\":3}}}")
        #expect(whole.request.takesWholeNode)
        #expect(whole.request.nodes == 1...3)
    }

    @Test("a job without a name gets one of its own, in the form of a UUID, the same for the same seed")
    func ownName() throws {
        let text = "[{\"execution\":{\"exec\":\"x\"}},{\"execution\":{\"exec\":\"x\"}}]"

        let names = try read(text).jobs.map(\.name)

        #expect(names[0] != names[1])
        #expect(names[0].utf8.count == 36 && names[0].split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
        #expect(try read(text).jobs.map(\.name) == names)
    }

    @Test("iteration schedulers become the sharing of cores, from the least upward")
    func schedulers() throws {
        func request(_ cores: String) throws(Refusal) -> Request {
            try job(
                """
                {"name":"j","execution":{"exec":"x"},"iteration":{"stop":6},"resources":{"numCores":\(cores)}}
                """
            ).request
        }

        #expect(try request("{\"scheduler\":{\"name\":\"maximum-iters\"}}").sharing == .fewestRounds)
        #expect(
            try request("{\"min\":2,\"scheduler\":{\"name\":\"maximum-iters\",\"params\":{}}}").cores.lowerBound
                == Cores(2))
        #expect(
            try request("{\"scheduler\":{\"name\":\"split-into\",\"params\":{\"parts\":2}}}").sharing == .equalParts(2))
        #expect(try request("{\"scheduler\":{\"name\":\"split-into\"}}").sharing == .equalParts(6))
    }

    @Test("macros of submission are filled from the context, those of the start stay holes, others stay text")
    func macros() throws {
        let words = try job(
            """
            {"name":"m","execution":{"exec":"x","args":["${jname}","${date}","${sdate}","${time}","${dateTime}",
              "${sname}",
             "${rcnt}","${root_wd}","${ncores}${nnodes}${nlist}","${it} ${itval}","${other}","$it","$${jname}"]}}
            """
        ).command.action

        let root = Template(pieces: [.hole(.rootDirectory)])
        let three = Template(pieces: [.hole(.coreCount), .hole(.nodeCount), .hole(.nodeList)])
        #expect(
            words
                == .program(
                    "x",
                    arguments: [
                        "m", "2026-11-21", "2026-11-21", "12:11:12", "2026-11-21 12:11:12.345678", "local", "1", root,
                        three, "${it} ${itval}", "${other}", "$it", "$m",
                    ]))
    }

    @Test("all jobs of a request share one ${uniq}, so that they can name each other; the next request has another")
    func uniq() throws {
        let jobs = try read(
            """
            [{"request":"submit","jobs":[{"name":"a-${uniq}","execution":{"exec":"x"}},
               {"name":"b","execution":{"exec":"x"},"dependencies":{"after":["a-${uniq}"]}}]},
             {"request":"submit","jobs":[{"name":"a-${uniq}","execution":{"exec":"x","args":["${rcnt}"]}}]},
             {"request":"control","command":"finishAfterAllTasksDone"}]
            """
        ).jobs

        #expect(jobs[1].dependencies == [Dependency(job: jobs[0].name)])
        #expect(jobs[2].name != jobs[0].name)
        #expect(jobs[2].command.action == .program("x", arguments: ["2"]))
    }

    @Test(
        "every shape of a file gives its jobs",
        arguments: [
            "{\"name\":\"a\",\"execution\":{\"exec\":\"x\"}}",
            "[{\"name\":\"a\",\"execution\":{\"exec\":\"x\"}}]",
            "{\"jobs\":[{\"name\":\"a\",\"execution\":{\"exec\":\"x\"}}]}",
            "{\"cmd\":\"submit_job\",\"jobs\":[{\"name\":\"a\",\"execution\":{\"exec\":\"x\"}}]}",
            "{\"cmd\":\"SUBMIT_JOB\",\"jobs\":[{\"name\":\"a\",\"execution\":{\"exec\":\"x\"}}]}",
            "{\"request\":\"submit\",\"jobs\":[{\"name\":\"a\",\"execution\":{\"exec\":\"x\"}}]}",
            "[{\"request\":\"submit\",\"jobs\":[{\"name\":\"a\",\"execution\":{\"exec\":\"x\"}}]}]",
        ])
    func shapes(text: String) throws {
        let document = try read(text)

        #expect(document.format == .qcg)
        #expect(document.jobs.map(\.name) == ["a"])
        #expect(document.remarks.isEmpty)
    }

    @Test("a question to a running service is passed over with a remark")
    func remarks() throws {
        let document = try read(
            """
            [{"request":"submit","jobs":[{"name":"a","execution":{"exec":"x"}}]},
             {"request":"listJobs"}]
            """)

        #expect(document.remarks.map(\.place) == ["2:2 [1]"])
    }
}
