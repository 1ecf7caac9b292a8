import Dialects
import Model
import Testing

struct RotaJobTests {
    /// What the document of the first test means.
    private static var whole: Job {
        let words: [Template] = [
            "--case", Template(pieces: [.hole(.column(0, .whole))]), "7", Template(pieces: [.hole(.iteration)]),
            Template(pieces: [.hole(.value(.baseNameWithoutExtension))]), Template(pieces: [.hole(.sequence)]),
            Template(pieces: [.hole(.column(0, .baseName))]), Template(pieces: [.hole(.column(0, .whole))]), "mesh",
            "${it}", "${HOME}",
        ]
        var expected = Job(name: "mesh", command: Command(action: .program("./mesh", arguments: words)))
        expected.command.environment = [.init(name: "B", value: "1"), .init(name: "A", value: "2")]
        expected.command.inheritsEnvironment = false
        expected.command.workingDirectory = "d"
        expected.command.standardInput = "i"
        expected.command.standardOutput = "o"
        expected.command.standardError = "e"
        expected.command.modules = ["m"]
        expected.command.virtualEnvironment = "v"
        expected.command.model = .threads
        expected.command.binding = .none
        expected.request = Request(cores: Cores(1)...Cores(4))
        expected.request.preferredCores = Cores(3)
        expected.request.isMalleable = true
        expected.request.nodes = 1...2
        expected.request.takesWholeNode = true
        expected.request.memory = .gibibytes(2)
        expected.request.memoryLimit = .gibibytes(16)
        expected.request.gpus = Amount(thousandths: 500)
        expected.request.named = [
            NamedAmount(name: "disk", amount: Amount(thousandths: 250)),
            NamedAmount(name: "licence", amount: Amount(1)),
        ]
        expected.request.wallTime = .seconds(600)
        expected.request.expectedTime = .seconds(120)
        expected.request.sharing = .fewestRounds
        expected.iterations = Iterations(columns: [
            .init(name: "case", values: .list(Texts(["a", "b"]))), .init(name: "step", values: .range(0..<10)),
        ])
        expected.dependencies = [
            Dependency(job: "prep"), Dependency(job: "mesh", scope: .sameIteration),
            Dependency(job: "x", condition: .end),
        ]
        expected.retry.exitCode = 1
        expected.retry.signal = 2
        expected.retry.outOfMemory = 3
        expected.retry.wallTime = 4
        expected.retry.startFailure = 5
        expected.retry.lost = 6
        expected.retry.delay = .seconds(1)
        expected.retry.growth = 1500
        expected.onExecutorLoss = .fail
        expected.lossGrace = .seconds(120)
        expected.grace = .seconds(5)
        expected.startAt = Instant(nanoseconds: 1_893_456_000_000_000_000)
        expected.priority = -3
        expected.tags = ["t"]
        expected.user = "ada"
        expected.kind = "meshing"
        expected.atMost = 7
        expected.metadata = [.init(name: "a", value: "\"x\""), .init(name: "b", value: "[1, 2]")]
        return expected
    }

    @Test("every field of a job is read")
    func whole() throws {
        let job = try job(
            """
            {"name":"mesh","run":["./mesh","--case","${case}",7,"${it}","${itval/.}",
               "${seq}","${case/}","${1}","${jname}",
               "${$}{it}","${HOME}"],
             "cores":"1-4","preferredCores":3,"malleable":true,"atMost":7,"user":"ada","kind":"meshing",
             "memory":"2G…16G","gpus":0.5,"resources":{"licence":1,"disk":0.25},"time":"10min",
             "expect":"2min","each":{"case":["a","b"],"step":"0-9"},
             "after":["prep","mesh:${it}",{"job":"x","when":"ended"}],
             "env":{"B":"1","A":2},"inherit":false,"dir":"d","stdin":"i","stdout":"o","stderr":"e","modules":["m"],
             "venv":"v","model":"threads","bind":"none","nodes":"1-2","wholeNodes":true,"share":"fewest-rounds",
             "retries":{"exit":1,"signal":2,"memory":3,"time":4,"start":5,"lost":6,"delay":"1s","growth":1.5,
                        "longest":"1h"},
             "onExecutorLoss":"fail","lossGrace":"2min","grace":"5s","at":"2030-01-01T00:00:00Z","priority":-3,
             "tags":["t"],"metadata":{"b":[1, 2],"a":"x"}}
            """)

        #expect(job == Self.whole)

        let written = RotaJobWriter.text([job])
        #expect(try read(written).jobs == [job], "\(written)")
    }

    @Test("of either or, what one does not say the job does, and what is written reads back")
    func either() throws {
        let job = try job(
            """
            {"name":"a","run":"x","time":"1h","memory":"1G","cores":2,
             "either":[{"gpus":1,"expect":"5min"},{"cores":"8-16","time":"4h","expect":3600}]}
            """)

        var expected = Request(cores: Cores(2))
        expected.memory = .gibibytes(1)
        expected.memoryLimit = .gibibytes(1)
        expected.wallTime = .seconds(3600)
        var alternative = expected
        expected.gpus = Amount(1)
        expected.expectedTime = .seconds(300)
        alternative.cores = Cores(8)...Cores(16)
        alternative.wallTime = .seconds(4 * 3600)
        alternative.expectedTime = .seconds(3600)
        expected.alternatives = [alternative]
        #expect(job.request == expected)
        let written = RotaJobWriter.text([job])
        #expect(try read(written).jobs == [job], "\(written)")
        #expect(try DocumentationTests.complaints(about: written) == [])
    }

    @Test(
        "what can't be said of cores is refused",
        arguments: [
            ("\"cores\":\"1-8\",\"preferredCores\":9", "prefers 9 cores, and asks for 1-8"),
            ("\"either\":[{\"gpus\":1}]", "is no list of two or more"),
            (
                "\"either\":[{\"gpus\":1},{\"cores\":2}],\"malleable\":true",
                "changes the cores of tasks that ask for either"
            ),
            ("\"either\":[{\"gpus\":1},{\"cores\":2}],\"share\":\"fewest-rounds\"", "deals out the cores of tasks"),
            ("\"atMost\":0", "0"),
        ])
    func impossible(fields: String, problem: String) throws {
        let refusal = try #require(refused("{\"name\":\"a\",\"run\":\"x\",\(fields)}"))

        #expect(refusal.problem.contains(problem), "\(refusal)")
    }

    @Test("defaults stand behind each job's own fields, and environments are laid over each other")
    func defaults() throws {
        let jobs = try read(
            """
            {"defaults":{"time":"1h","env":{"A":"1","B":"2"},"cores":2},
             "jobs":[{"name":"a","run":"x"},{"name":"b","run":"x","cores":3,"env":{"B":"3","C":"4"}}]}
            """
        ).jobs

        #expect(jobs.map(\.request.wallTime) == [.seconds(3600), .seconds(3600)])
        #expect(jobs.map(\.request.cores.lowerBound) == [Cores(2), Cores(3)])
        #expect(jobs[1].command.environment.map(\.name) == ["A", "B", "C"])
        #expect(jobs[1].command.environment.map(\.value) == ["1", "3", "4"])
    }

    @Test("a script may be a list of lines, and a program without arguments a text")
    func actions() throws {
        #expect(try job("{\"name\":\"a\",\"script\":[\"x\",\"y\"]}").command.action == .script("x\ny"))
        #expect(
            try job("{\"name\":\"a\",\"run\":\"/bin/date\"}").command.action == .program("/bin/date", arguments: []))
    }

    @Test("iterations keep the order they are written in")
    func iterationOrder() throws {
        func columns(_ fields: String) throws(Refusal) -> [Iterations.Values] {
            try job("{\"name\":\"a\",\"run\":\"x\",\(fields)}").iterations.columns.map(\.values)
        }
        let list = Iterations.Values.list(Texts(["a", "1"]))

        #expect(try columns("\"range\":\"10-13\"") == [.range(10..<14)])
        #expect(try columns("\"each\":[\"a\",1]") == [list])
        #expect(try columns("\"each\":[\"a\",1],\"range\":\"0-1\"") == [list, .range(0..<2)])
        #expect(
            try columns("\"range\":\"0-1\",\"each\":[[\"a\",1],{\"values\":\"5\"}]") == [
                .range(0..<2), list, .range(5..<6),
            ])
        #expect(
            try job("{\"name\":\"a\",\"run\":\"x\",\"each\":[1,2],\"range\":\"0-1\",\"zip\":true}").iterations.count
                == 2)
    }

    @Test("in a job without iterations ${it} stays as it is")
    func notIterated() throws {
        #expect(
            try job("{\"name\":\"a\",\"script\":\"${it}${itval/}${1}\"}").command.action
                == .script("${it}${itval/}${1}"))
    }

    @Test(
        "what is wrong is refused with its field",
        arguments: [
            ("{}", "", "has no \"name\""),
            ("{\"name\":\"a\"}", "", "has no \"run\""),
            ("{\"name\":\"a\",\"rum\":\"x\"}", "rum", "is a field that is not known here"),
            ("{\"name\":\"a\",\"run\":[]}", "run", "is an empty list"),
            ("{\"name\":\"a\",\"run\":\"x y\"}", "run", "a list of program and arguments, is needed"),
            ("{\"name\":\"a\",\"run\":[\"\"]}", "run", "starts with an empty text"),
            ("{\"name\":\"a\",\"run\":\"x\",\"script\":\"y\"}", "run", "stands beside \"script\""),
            ("{\"name\":\"a\",\"run\":\"x\",\"cores\":0}", "cores", "at least 0.001 are needed"),
            ("{\"name\":\"a\",\"run\":\"x\",\"cores\":-1}", "cores", "at least 0.001 are needed"),
            ("{\"name\":\"a\",\"run\":\"x\",\"cores\":[1,2]}", "cores", "a number or a text is needed"),
            ("{\"name\":\"a\",\"run\":\"x\",\"each\":[]}", "each", "is an empty list"),
            ("{\"name\":\"a\",\"run\":\"x\",\"each\":{}}", "each", "is an empty object"),
            ("{\"name\":\"a\",\"run\":\"x\",\"each\":{\"it\":[1]}}", "each.it", "means something else"),
            ("{\"name\":\"a\",\"run\":\"x\",\"each\":{\"c/\":[1]}}", "each.c/", "means something else"),
            ("{\"name\":\"a\",\"run\":\"x\",\"each\":{\"c\":[null]}}", "each.c[0]", "is null"),
            ("{\"name\":\"a\",\"run\":\"x\",\"each\":[1,2],\"range\":\"0-2\",\"zip\":true}", "zip", "of 2, 3 values"),
            (
                "{\"name\":\"a\",\"run\":\"x\",\"each\":{\"a\":\"0-99999\",\"b\":\"0-99999\"}}", "",
                "more than 1000000000"
            ),
            ("{\"name\":\"a\",\"run\":\"x\",\"range\":\"9-0\"}", "range", "whose end is below its beginning"),
            ("{\"name\":\"a\",\"run\":\"x\",\"range\":\"0-9/2\"}", "range", "ranges with a step are not known"),
            ("{\"name\":\"a\",\"run\":\"x\",\"after\":\"b:${it}\"}", "after", "in a job without iterations"),
            ("{\"name\":\"a\",\"run\":\"x\",\"after\":{\"job\":\"b\",\"when\":\"end\"}}", "after.when", "known are"),
            ("{\"name\":\"a\",\"run\":\"x\",\"at\":\"2030-01-01T00:00\"}", "at", "names no time zone"),
            ("{\"name\":\"a\",\"run\":\"x\",\"retries\":-1}", "retries", "0 to 1000000 is possible"),
            ("{\"name\":\"a\",\"run\":\"x\",\"retries\":{\"growth\":0.5}}", "retries.growth", "1 to 1000 is possible"),
            ("{\"name\":\"a\",\"run\":\"x\",\"resources\":{\"a=\":1}}", "resources.a=", "is not a plain word"),
            ("{\"jobs\":[]}", "jobs", "is an empty list"),
            ("{\"jobs\":[],\"default\":{}}", "default", "is a field that is not known here"),
            ("{\"jobs\":[],\"defaults\":{\"name\":\"a\"}}", "defaults.name", "is a field that is not known here"),
            ("\"x\"", "", "an object is needed"),
        ] as [(String, String, String)])
    func refusals(text: String, path: String, words: String) throws {
        let problem = try #require(refused(text))

        #expect(problem.path == path)
        #expect(problem.problem.contains(words))
        #expect(!problem.remedy.isEmpty)
    }

    @Test("the example that rota new writes is a job file")
    func example() throws {
        let jobs = try read(RotaExample.text).jobs

        #expect(jobs.map(\.name) == ["make", "sort", "merge"])
        #expect(jobs[1].dependencies == [Dependency(job: "make", scope: .sameIteration)])
        #expect(RotaExample.text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }
}
