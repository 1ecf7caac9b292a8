import Dialects
import Model
import Testing

/// Each refusal of the two old programs has its counterpart, with the place, the value and what to do.
struct QCGRefusalTests {
    /// A job on the second line of a document, with these fields after its name.
    private func problem(with fields: String) -> DocumentProblem? {
        refused("[\n{\"name\":\"j\",\(fields)}]")
    }

    @Test(
        "a wrong execution is refused",
        arguments: [
            ("\"execution\":{}", "[0].execution", "has no \"exec\""),
            ("\"execution\":[]", "[0].execution", "is a list; an object is needed"),
            ("\"execution\":null", "[0]", "has no \"execution\""),
            ("\"execution\":{\"exec\":\"\"}", "[0].execution.exec", "is empty"),
            ("\"execution\":{\"exec\":1}", "[0].execution.exec", "is the number 1; a text is needed"),
            ("\"execution\":{\"script\":\"\"}", "[0].execution.script", "is empty"),
            ("\"execution\":{\"script\":\"x\",\"exec\":\"y\"}", "[0].execution.exec", "stands beside \"script\""),
            ("\"execution\":{\"script\":\"x\",\"args\":[1]}", "[0].execution.args", "stands beside \"script\""),
            ("\"execution\":{\"script\":\"x\",\"env\":{\"A\":\"\"}}", "[0].execution.env", "stands beside \"script\""),
            ("\"execution\":{\"exec\":\"x\",\"args\":\"y\"}", "[0].execution.args", "a list of arguments is needed"),
            ("\"execution\":{\"exec\":\"x\",\"args\":[[]]}", "[0].execution.args[0]", "is a list"),
            ("\"execution\":{\"exec\":\"x\",\"env\":[]}", "[0].execution.env", "is a list; an object is needed"),
            ("\"execution\":{\"exec\":\"x\",\"env\":{\"A=B\":\"\"}}", "[0].execution.env.A=B", "no name for an env"),
            ("\"execution\":{\"exec\":\"x\",\"model\":\"opnmpi\"}", "[0].execution.model", "is the text \"opnmpi\""),
            ("\"execution\":{\"exex\":\"x\"}", "[0].execution.exex", "is a field that is not known here"),
            ("\"execution\":{\"exec\":\"x\",\"stdout\":\"\"}", "[0].execution.stdout", "is an empty path"),
        ] as [(String, String, String)])
    func execution(fields: String, path: String, words: String) throws {
        try expect(fields, path, words)
    }

    @Test(
        "wrong resources are refused",
        arguments: [
            ("{\"cores\":{\"exact\":1,\"min\":1}}", "cores.min", "stands beside \"exact\""),
            ("{\"cores\":{\"exact\":1,\"scheduler\":{}}}", "cores.scheduler", "stands beside \"exact\""),
            ("{\"cores\":{\"min\":3,\"max\":2}}", "cores", "at most 2 and at least 3 cores"),
            ("{\"cores\":{}}", "cores", "says no number of cores"),
            ("{\"cores\":{\"min\":1}}", "cores", "has \"min\" alone"),
            ("{\"cores\":{\"exact\":-1}}", "cores.exact", "asks for -1 cores; at least 1 is needed"),
            ("{\"numCores\":0}", "numCores", "asks for 0 cores; at least 1 is needed"),
            ("{\"numCores\":1.5}", "numCores", "a whole number is needed"),
            ("{\"numCores\":\"4\"}", "numCores", "a number or an object is needed"),
            ("{\"numCores\":99999999999999999999}", "numCores", "1 to 1000000 is possible"),
            ("{\"numNodes\":{\"exact\":0}}", "numNodes.exact", "asks for 0 nodes"),
            ("{\"numCores\":1,\"nodes\":1}", "", "mixes \"nodes\" and \"numCores\""),
            ("{\"crs\":{\"GPU\":0}}", "crs.GPU", "asks for 0 GPUs; at least 1 is needed"),
            ("{\"crs\":{\"GPU\":1,\"gpu\":1}}", "crs.gpu", "names GPU again"),
            ("{\"crs\":{\"TPU\":1}}", "crs.TPU", "is an amount that is not known here"),
            ("{\"crs\":7}", "crs", "an object is needed"),
            ("{\"wt\":\"soon\"}", "wt", "which is not a length of time"),
            ("{\"wt\":\"0s\"}", "wt", "a time above zero is needed"),
            ("{\"wt\":{\"minutes\":0}}", "wt", "a time above zero is needed"),
            ("{\"wt\":{\"minutes\":-1}}", "wt.minutes", "which is not a length of time"),
            ("{\"wt\":{\"minute\":1}}", "wt.minute", "is a field that is not known here"),
            ("{\"wt\":{\"weeks\":99999999}}", "wt.weeks", "at most 100 years are possible"),
            (
                "{\"numCores\":{\"max\":2,\"scheduler\":{\"name\":\"split-into\"}}}", "numCores.max",
                "beside \"scheduler\""
            ),
            ("{\"numCores\":{\"scheduler\":{\"name\":\"split-in\"}}}", "numCores.scheduler.name", "\"split-into\""),
            ("{\"numCores\":{\"scheduler\":{}}}", "numCores.scheduler", "has no \"name\""),
            (
                "{\"numCores\":{\"scheduler\":{\"name\":\"split-into\",\"params\":{\"parts\":0}}}}",
                "numCores.scheduler.params.parts", "1 to 1000000 is possible"
            ),
        ] as [(String, String, String)])
    func resources(resources: String, path: String, words: String) throws {
        let prefix = "[0].resources" + (path.isEmpty ? "" : ".")
        try expect("\"execution\":{\"exec\":\"x\"},\"resources\":\(resources)", prefix + path, words)
    }

    @Test(
        "a wrong iteration is refused",
        arguments: [
            ("{\"start\":1}", "", "has no \"stop\""),
            ("{\"start\":5,\"stop\":5}", ".stop", "is 5; the iteration starts at 5"),
            ("{\"start\":\"a\",\"stop\":5}", ".start", "a whole number is needed"),
            ("{\"stop\":1e3}", ".stop", "a whole number is needed"),
            ("{\"stop\":2000000000}", ".stop", "2000000000 iterations; at most 1000000000"),
            ("{\"stop\":99999999999999999999}", ".stop", "is possible"),
            ("{\"values\":[]}", ".values", "is an empty list"),
            ("{\"values\":[1],\"stop\":3}", ".stop", "stands beside \"values\""),
            ("{\"values\":[{}]}", ".values[0]", "is an object"),
            ("7", "", "is the number 7; an object is needed"),
        ] as [(String, String, String)])
    func iteration(iteration: String, path: String, words: String) throws {
        try expect("\"execution\":{\"exec\":\"x\"},\"iteration\":\(iteration)", "[0].iteration" + path, words)
    }

    @Test("the experimental version needs the start too")
    func start() throws {
        try expect(
            "\"execution\":{\"exec\":\"x\"},\"resources\":{\"cores\":{\"exact\":1}},\"iteration\":{\"stop\":3}",
            "[0].iteration", "has no \"start\"")
    }

    @Test(
        "a wrong dependency is refused",
        arguments: [
            ("\"a\"", "", "is the text \"a\"; a list is needed"),
            ("[1]", "[0]", "a text is needed"),
            ("[\"a:b\"]", "[0]", "not a job, or a job and an iteration"),
            ("[\"a:\"]", "[0]", "not a job, or a job and an iteration"),
            ("[\"\"]", "[0]", "is an empty name"),
            ("[\"a:${it}\"]", "[0]", "in a job without iterations"),
            ("[\"a b\"]", "[0]", "which holds a space"),
        ] as [(String, String, String)])
    func dependency(after: String, path: String, words: String) throws {
        try expect(
            "\"execution\":{\"exec\":\"x\"},\"dependencies\":{\"after\":\(after)}", "[0].dependencies.after" + path,
            words)
    }

    @Test("more than sixteen dependencies on the same iteration are taken")
    func many() throws {
        let after = (0..<40).map { "\"j\($0):${it}\"" }.joined(separator: ",")

        let job = try job(
            "{\"name\":\"x\",\"execution\":{\"exec\":\"x\"},\"iteration\":{\"stop\":2},"
                + "\"dependencies\":{\"after\":[\(after)]}}"
        )

        #expect(job.dependencies.count == 40)
    }

    @Test(
        "a name with a character that macros, quotes or iterations use is refused",
        arguments: ["", "a b", "a:b", "a$b", "${it}", "a{b", "a(b", "a'b", "a\\\"b", "a\\tb", "a\\nb", "a\\u007f"])
    func name(name: String) throws {
        let problem = try #require(refused("{\"name\":\"\(name)\",\"execution\":{\"exec\":\"x\"}}"))
        #expect(problem.path == "name")
    }

    @Test(
        "a wrong request is refused",
        arguments: [
            ("[]", "", "is an empty list"),
            ("7", "", "an object is needed"),
            ("{\"cmd\":\"submit_job\"}", "", "has no \"jobs\""),
            ("{\"cmd\":\"submit_job\",\"jobs\":[]}", "jobs", "is an empty list"),
            ("{\"cmd\":\"submit_jb\",\"jobs\":[]}", "cmd", "a request that is not known"),
            ("{\"cmd\":\"job_info\",\"jobs\":[]}", "cmd", "only a running service can fulfil"),
            ("{\"request\":\"submit\"}", "", "has no \"jobs\""),
            ("{\"request\":\"submit\",\"jobs\":{}}", "jobs", "a list is needed"),
            ("{\"request\":\"submit\",\"jobs\":[7]}", "jobs[0]", "an object is needed"),
            ("{\"request\":\"submit\",\"jobs\":[{\"execution\":{\"exec\":\"x\"}}]}", "jobs[0]", "has no \"name\""),
            ("{\"request\":\"control\"}", "", "has no \"command\""),
            ("{\"request\":\"control\",\"command\":\"go\"}", "command", "known are \"finishAfterAllTasksDone\""),
            ("[{\"request\":\"cancelJob\",\"jobNames\":[\"a\"]}]", "[0].request", "only a running service can fulfil"),
            ("[{\"request\":\"submt\"}]", "[0].request", "a request that is not known"),
            ("[{\"request\":\"listJobs\"},{\"x\":1}]", "[1]", "has no \"request\""),
            (
                "{\"name\":\"a\",\"execution\":{\"exec\":\"x\"},\"resource\":{}}", "resource",
                "is a field that is not known"
            ),
            ("{\"name\":\"a\",\"exection\":{\"exec\":\"x\"}}", "exection", "is a field that is not known"),
            ("{\"name\":\"a\",\"execution\":{\"exec\":\"x\"},}", "", "holds a comment or a trailing comma"),
            ("{\"name\":\"a\",//\n\"execution\":{\"exec\":\"x\"}}", "", "holds a comment or a trailing comma"),
        ] as [(String, String, String)])
    func request(text: String, path: String, words: String) throws {
        let problem = try #require(refused(text))

        #expect(problem.path == path)
        #expect(problem.problem.contains(words))
        #expect(!problem.remedy.isEmpty)
    }

    @Test("a misspelled field is told its nearest known name, with path, line and column")
    func sentence() throws {
        let problem = try #require(
            self.problem(with: "\"execution\":{\"exec\":\"x\"},\n  \"resources\":{\"numcores\":1}"))

        #expect(
            problem.description
                == "jobs.json:3:16: [0].resources.numcores: is a field that is not known here. "
                + "Did you mean \"numCores\"?"
        )
    }

    @Test("a refusal by whoever took the jobs gets its place in the document")
    func placed() throws {
        let document = try read(
            "[{\"name\":\"a\",\"execution\":{\"exec\":\"x\"}},\n {\"name\":\"b\",\"execution\":{\"exec\":\"x\"},"
                + "\n  \"dependencies\":{\"after\":[\"c\"]}}]")

        let refusal = document.placed(.unknownDependency(job: "b", on: "c", nearest: "a"))

        #expect(
            refusal.description
                == "jobs.json:3:18: [1].dependencies: job \"b\" depends on \"c\", which does not exist. "
                + "Did you mean \"a\"?")
    }

    private func expect(_ fields: String, _ path: String, _ words: String) throws {
        let problem = try #require(self.problem(with: fields))

        #expect(problem.path == path)
        #expect(problem.problem.contains(words))
        #expect(problem.line == 2)
        #expect(!problem.remedy.isEmpty)
    }
}
