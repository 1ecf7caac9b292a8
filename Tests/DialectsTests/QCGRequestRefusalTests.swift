import Dialects
import Model
import Testing

/// Every refusal of the two old services, to the letter: clients show them, and some compare them.
struct QCGRequestRefusalTests {
    @Test(
        "the stable service's refusals have its code and its words",
        arguments: [
            ("[]", "Invalid request: Invalid request"), ("7", "Invalid request: Invalid request"),
            ("{}", "Invalid request: Invalid request"),
            ("{\"request\":\"foo\"}", "Invalid request: Unknown request name: foo"),
            ("{\"request\":7}", "Invalid request: Unknown request name: 7"),
            ("{\"request\":\"control\"}", "Invalid request: Wrong control request - missing command"),
            (
                "{\"request\":\"control\",\"command\":\"x\"}",
                "Invalid request: Wrong control request - unknown command \"x\""
            ),
            ("{\"request\":\"submit\"}", "Invalid request: Wrong submit request - missing jobs data"),
            ("{\"request\":\"submit\",\"jobs\":[]}", "Invalid request: Wrong submit request - missing jobs data"),
            ("{\"request\":\"submit\",\"jobs\":{}}", "Invalid request: Wrong submit request - missing jobs data"),
            ("{\"request\":\"submit\",\"jobs\":[7]}", "Invalid request: Wrong submit request - wrong job data"),
            ("{\"request\":\"jobStatus\"}", "Invalid request: Wrong job status request - missing job names"),
            (
                "{\"request\":\"jobStatus\",\"jobNames\":\"a\"}",
                "Invalid request: Wrong job status request - missing job names"
            ),
            (
                "{\"request\":\"jobInfo\",\"jobNames\":[]}",
                "Invalid request: Wrong job info request - missing job names"
            ),
            ("{\"request\":\"cancelJob\"}", "Invalid request: Wrong cancel job request - missing job names"),
            ("{\"request\":\"removeJob\"}", "Invalid request: Wrong remove job request - missing job names"),
            ("{\"request\":\"register\"}", "Invalid request: Wrong register request - missing/unknown entity"),
            (
                "{\"request\":\"register\",\"entity\":\"manager\"}",
                "Invalid request: Wrong register request - missing register parameters"
            ),
            (
                "{\"request\":\"register\",\"entity\":\"manager\",\"params\":{}}",
                "Register manager request not supported in this kind of manager (direct)"
            ),
            ("{\"request\":\"notify\"}", "Invalid request: Wrong notify request - missing/unknown entity"),
            ("{\"request\":\"notify\",\"entity\":\"job\",\"params\":{}}", "Operation not supported"),
        ])
    func stableRequest(text: String, words: String) throws {
        let problem = try #require(refusedRequest(text))

        #expect(problem == QCGRequestProblem(words, .code))
    }

    private static let execution = "\"execution\":{\"exec\":\"/bin/true\"}"

    @Test(
        "the stable service's refusals of a job have its words",
        arguments: [
            (execution, "Invalid request: Missing name in job description"),
            ("\"name\":\"x\"", "Invalid request: Missing execution element in job description"),
            ("\"name\":\"x\",\"execution\":7", "Wrong submit request: Job execution not defined or wrong type"),
            (
                "\"name\":\"x\",\"execution\":{}",
                "Wrong submit request: Job execution (exec or script) not defined"
            ),
            (
                "\"name\":\"x\",\"execution\":{\"exec\":\"a\",\"script\":\"b\"}",
                "Wrong submit request: Job script and exec or args or env defined"
            ),
            (
                "\"name\":\"x\",\"execution\":{\"script\":\"b\",\"args\":[\"x\"]}",
                "Wrong submit request: Job script and exec or args or env defined"
            ),
            (
                "\"name\":\"x\",\"execution\":{\"exec\":\"a\",\"args\":\"b\"}",
                "Wrong submit request: Execution arguments must be an array"
            ),
            (
                "\"name\":\"x\",\"execution\":{\"exec\":\"a\",\"env\":[]}",
                "Wrong submit request: Execution environment must be an dictionary"
            ),
            (
                "\"name\":\"a b\",\(execution)",
                "Job identifier '(a b)' contains invalid characters or unknown variables"
            ),
            (
                "\"name\":\"a${nosuch}\",\(execution)",
                "Job identifier '(a${nosuch})' contains invalid characters or unknown variables"
            ),
            ("\"name\":\"a:b\",\(execution)", "Wrong submit request: Invalid job name a:b"),
            ("\"name\":\"x\",\(execution)},{\"name\":\"x\",\(execution)", "Job x already exist"),
        ])
    func stableJob(fields: String, words: String) throws {
        let problem = try #require(refusedRequest("{\"request\":\"submit\",\"jobs\":[{\(fields)}]}"))

        #expect(problem == QCGRequestProblem(words, .code))
    }

    @Test(
        "the stable service's refusals of iteration, resources and dependencies have its words",
        arguments: [
            ("\"iteration\":7", "Invalid request: Wrong format of iteration directive: not a dictionary"),
            ("\"iteration\":{\"start\":1}", "Invalid request: Wrong format of iteration directive: not a dictionary"),
            (
                "\"iteration\":{\"start\":3,\"stop\":2}",
                "Invalid request: Wrong format of iteration directive: start index larger then stop one"
            ),
            (
                "\"iteration\":{\"start\":3,\"stop\":3}",
                "Wrong submit request: Job iteration stop greater or equal than start"
            ),
            (
                "\"iteration\":{\"start\":3,\"stop\":5,\"values\":[1]}",
                "Wrong submit request: Stop and values iteration are excluding"
            ),
            ("\"iteration\":{\"values\":7}", "Wrong submit request: Job iteration wrong specification"),
            ("\"resources\":7", "Wrong submit request: Job resources not defined or wrong type"),
            ("\"resources\":{}", "Wrong submit request: No resources defined"),
            ("\"resources\":{\"wt\":\"1h\"}", "Wrong submit request: No resources defined"),
            ("\"resources\":{\"numCores\":{}}", "Wrong submit request: No resources defined"),
            ("\"resources\":{\"numCores\":-1}", "Wrong submit request: Negative number of resources"),
            ("\"resources\":{\"numNodes\":{\"min\":-1}}", "Wrong submit request: Negative number of resources"),
            (
                "\"resources\":{\"numCores\":{\"min\":2,\"max\":1}}",
                "Wrong submit request: Maximum number greater than minimal"
            ),
            (
                "\"resources\":{\"numCores\":{\"exact\":1,\"min\":2}}",
                "Wrong submit request: Exact number of resources defined with min/max/scheduler"
            ),
            (
                "\"resources\":{\"numCores\":\"a\"}",
                "Wrong submit request: Wrong definition of number of cores (str)"
            ),
            (
                "\"resources\":{\"numCores\":1,\"nodeCrs\":7}",
                "Wrong submit request: Wrong definition of Consumable Resources int (must be a dictionary)"
            ),
            (
                "\"resources\":{\"numNodes\":1,\"nodeCrs\":{\"gpu\":0}}",
                "Wrong submit request: Number of consumable resource gpu must be greater than 0"
            ),
            (
                "\"resources\":{\"numNodes\":1,\"nodeCrs\":{\"foo\":1}}",
                "Wrong submit request: Unknown consumable resource foo"
            ),
            (
                "\"resources\":{\"numCores\":1,\"wt\":\"foo\"}",
                "Wrong submit request: Wall time must be greater than 0"
            ),
            ("\"dependencies\":7", "Wrong submit request: Job dependencies wrong type"),
            (
                "\"dependencies\":{\"after\":[7]}",
                "Wrong submit request: Dependency task's list must be an array of job names"
            ),
        ])
    func stableParts(fields: String, words: String) throws {
        let job = "{\"name\":\"x\",\(Self.execution),\(fields)}"
        let problem = try #require(refusedRequest("{\"request\":\"submit\",\"jobs\":[\(job)]}"))

        #expect(problem == QCGRequestProblem(words, .code))
    }

    @Test(
        "the global queue's refusals of a request have its words and its shapes",
        arguments: [
            ("{}", "missing request command (`cmd` element)", .error),
            ("7", "missing request command (`cmd` element)", .error),
            ("{\"cmd\":\"nosuch\"}", "unknown request `nosuch", .error),
            ("{\"cmd\":\"submit_job\"}", "Wrong format of `submit_job` request", .error),
            ("{\"cmd\":\"submit_job\",\"jobs\":[]}", "Wrong format of `submit_job` request", .error),
            ("{\"cmd\":\"submit_job\",\"jobs\":[7]}", "Wrong format of `submit_job` request", .error),
            ("{\"cmd\":\"job_info\"}", "Wrong format of `job_info` request - missing job names", .error),
            ("{\"cmd\":\"cancel_job\"}", "Wrong format of `cancel_job` request - missing job names", .error),
            ("{\"cmd\":\"register_executor\"}", "Wrong format of `register_executor` request", .code),
            (
                "{\"cmd\":\"register_executor\",\"executor\":{\"name\":\"e\",\"resources\":{\"nodes\":[]}}}",
                "Wrong format of `register_executor` request", .code
            ),
            ("{\"cmd\":\"executor_heartbeat\"}", "Missing executor data", .code),
            ("{\"cmd\":\"get_iterations\"}", "Missing executor data", .code),
            ("{\"cmd\":\"iterations_finished\",\"jobs\":[]}", "Missing executor data", .code),
            (
                "{\"cmd\":\"iterations_finished\",\"executor\":{\"name\":\"e\"},"
                    + "\"jobs\":[{\"id\":\"a\",\"state\":\"X\"}]}",
                "job state X not known", .code
            ),
        ] as [(String, String, QCGRequestProblem.Shape)])
    func globalQueueRequest(text: String, words: String, shape: QCGRequestProblem.Shape) throws {
        let problem = try #require(refusedRequest(text, at: .globalQueue))

        #expect(problem == QCGRequestProblem(words, shape))
    }

    @Test(
        "the global queue's refusals of a job have its words",
        arguments: [
            ("\"name\":7,\(execution)", "Missing or invalid content of job name"),
            ("\"name\":\"\",\(execution)", "Missing or invalid content of job name"),
            ("\"name\":\"a b\",\(execution)", "Missing or invalid content of job name"),
            ("\"execution\":{}", "Job execution (exec or script) not defined"),
            ("\"execution\":{\"exec\":\"a\",\"script\":\"b\"}", "Job script and exec or args or env defined"),
            ("\"execution\":{\"exec\":\"a\",\"args\":\"b\"}", "Execution arguments must be an array"),
            ("\"execution\":{\"exec\":\"a\",\"env\":[]}", "Execution environment must be an dictionary"),
            (
                "\"execution\":7",
                "wrong job description - illformed execution element: the number 7 where an object is needed"
            ),
            ("\(execution),\"resources\":7", "wrong job description - illformed resource element"),
            ("\(execution),\"resources\":{\"cores\":\"a\"}", "wrong job description - illformed resource element"),
            (
                "\(execution),\"resources\":{\"cores\":{\"exact\":1,\"max\":2}}",
                "Exact number of resources defined with min/max/scheduler"
            ),
            (
                "\(execution),\"resources\":{\"cores\":{\"min\":2,\"max\":1}}",
                "Maximum number greater than minimal"
            ),
            ("\(execution),\"resources\":{\"cores\":{}}", "No resources defined"),
            ("\(execution),\"resources\":{\"cores\":{\"exact\":-1}}", "Negative number of resources"),
            (
                "\(execution),\"resources\":{\"nodes\":{\"exact\":1},\"crs\":{\"GPU\":0}}",
                "Number of consumable resources GPU must be greater than 0"
            ),
            ("\(execution),\"dependencies\":7", "wrong job description - illformed dependencies element"),
            (
                "\(execution),\"dependencies\":{\"after\":\"a\"}", "Dependency task list must be an array of strings"
            ),
            ("\(execution),\"iteration\":7", "wrong job description - illformed iteration element"),
            ("\(execution),\"iteration\":{\"start\":1}", "Missing stop iteration value"),
            ("\(execution),\"iteration\":{\"stop\":1}", "Missing start iteration value"),
            (
                "\(execution),\"iteration\":{\"start\":1,\"stop\":1}",
                "Job iteration stop greater or equal than start"
            ),
        ])
    func globalQueueJob(fields: String, words: String) throws {
        let problem = try #require(
            refusedRequest("{\"cmd\":\"submit_job\",\"jobs\":[{\(fields)}]}", at: .globalQueue))

        #expect(problem == QCGRequestProblem(words, .error))
    }

    @Test("what the old services let through and failed on later is refused with the field and what to do")
    func own() throws {
        let job = "{\"name\":\"x\",\(Self.execution),\"resources\":{\"numCores\":0}}"
        let stable = try #require(refusedRequest("{\"request\":\"submit\",\"jobs\":[\(job)]}"))
        let unknown = "{\"execution\":{\"exec\":\"a\",\"exex\":\"b\"}}"
        let queue = try #require(refusedRequest("{\"cmd\":\"submit_job\",\"jobs\":[\(unknown)]}"))

        #expect(
            stable.text == "Wrong submit request: jobs[0].resources.numCores: asks for 0 cores; at least 1 is needed. "
                + "Raise it.")
        #expect(
            queue.text == "wrong job description - illformed execution element: jobs[0].execution.exex: is a field "
                + "that is not known here. Did you mean \"exec\"?")
    }

    @Test("what is no JSON gets an answer too, in the shape of the family that the socket serves")
    func garbage() throws {
        let stable = try #require(refusedRequest("{\"request\":"))
        let queue = try #require(refusedRequest("hello", at: .globalQueue))

        #expect(stable.shape == .code)
        #expect(stable.text.hasPrefix("Invalid request: ends where a value is needed"))
        #expect(queue.shape == .error)
    }

    @Test("one bad job rejects the batch")
    func batch() throws {
        let jobs = "{\"name\":\"a\",\(Self.execution)},{\"name\":\"b\",\"execution\":{}}"

        #expect(refusedRequest("{\"cmd\":\"submit_job\",\"jobs\":[\(jobs)]}")?.shape == .error)
    }

    @Test("a refusal by whoever takes the jobs is told in the family's words")
    func planner() {
        let large = Refusal.tooLarge(job: "big", asked: "9 cores", largest: "there are 4", remedy: "Lower it.")
        let unknown = Refusal.unknownDependency(job: "b", on: "c", nearest: nil)

        #expect(QCGRequestProblem(.duplicateJob(name: "a"), dialect: .stable).text == "Job a already exist")
        #expect(QCGRequestProblem(.duplicateJob(name: "a"), dialect: .globalQueue).text == "Job a already exists")
        #expect(QCGRequestProblem(large, dialect: .stable).text == "Not enough resources for job big")
        #expect(
            QCGRequestProblem(large, dialect: .globalQueue).text
                == "job \"big\" asks for 9 cores; there are 4. Lower it.")
        #expect(
            QCGRequestProblem(unknown, dialect: .stable).text.hasPrefix("Wrong submit request: job \"b\" depends on"))
        #expect(QCGRequestProblem.unknownJob("x").text == "Job 'x' doesn't exist")
        #expect(QCGRequestProblem.unknownIteration(9, of: "its").text == "Unknown iteration 9 for job its")
        #expect(QCGRequestProblem.finishing.text == "Finish request already requested")
        #expect(QCGRequestProblem.stopped.text == "processing stopped")
    }

    @Test("a refusal has one of two shapes")
    func shapes() {
        #expect(compact(QCGRequestProblem("no", .error).reply) == "{\"error\":\"no\"}")
        #expect(compact(QCGRequestProblem("no", .code).reply) == "{\"code\":1,\"message\":\"no\"}")
    }
}
