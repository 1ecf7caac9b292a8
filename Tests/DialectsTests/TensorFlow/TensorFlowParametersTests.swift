import Dialects
import Model
import Testing

@Suite("Parameters of the TensorFlow scheduler") struct TensorFlowParametersTests {
    private func read(_ text: String) throws -> TensorFlowParameters {
        try TensorFlowParameters.read(Array(text.utf8), name: "parameters.json")
    }

    @Test("every key of the later program")
    func whole() throws {
        let parameters = try read(
            """
            {"policy": "priority", "assignment_policy": "always_attend", "tf_version": "original",
             "tf_model": "lenet", "tf_dockerimage": "tf:2", "number_containers": 16,
             "time_distribution": "normal", "time_gap": [60, 12.5], "resources_distribution": "random",
             "resources_per_container": [2, 9], "get_requests": "create", "requests_file": "mine.txt",
             "max_resources_per_container": 8}
            """)

        var expected = TensorFlowParameters()
        expected.scheduling = TensorFlowScheduling(planning: .priority, assignment: .alwaysAttend)
        expected.version = .original
        expected.model = "lenet"
        expected.image = "tf:2"
        expected.containers = 16
        expected.gap = .normal(mean: .seconds(60), deviation: .milliseconds(12_500))
        expected.threads = .random(2..<9)
        expected.source = .create
        expected.requestsFile = "mine.txt"
        expected.mostCores = 8
        #expect(parameters == expected)
    }

    @Test("a file of the first version, which has fewer keys")
    func first() throws {
        let parameters = try read(
            """
            {"tf_version": "maleable", "tf_model": "lenet", "tf_dockerimage": "tf_scheduler", "number_containers": 1,
             "time_distribution": "static", "time_gap": [30, 0], "resources_distribution": "static",
             "resources_per_container": [4, 4], "get_requests": "file"}
            """)

        #expect(parameters.scheduling == TensorFlowScheduling(planning: .firstCome, assignment: .strict))
        #expect(parameters.version == .malleable)
        #expect(parameters.gap == .fixed(.seconds(30)))
        #expect(parameters.threads == .fixed(4))
        #expect(parameters.source == .file)
        #expect(parameters.requestsFile == nil)
        #expect(parameters.mostCores == nil)
    }

    @Test("the parts of the table that were never coded: turns, pausing and feedback")
    func table() throws {
        let turns = try read(#"{"policy": "round_robin", "quantum": "20s"}"#).scheduling
        let pausing = try read(
            #"{"policy": "priority", "preemption": "smallest_request", "feedback": "10min"}"#
        ).scheduling

        #expect(turns.policy.order == .roundRobin(quantum: .seconds(20)))
        #expect(pausing.policy.preemption == .pause(.smallestRequest))
        #expect(pausing.policy.order == .priority(ageing: .seconds(600)))
    }

    @Test(
        "what the old program took for something else is refused, and what is possible is said",
        arguments: [
            (#"{"policy": "prioritiy"}"#, #"known are "fcfs", "priority", "round_robin". Did you mean "priority"?"#),
            (#"{"assignment_policy": "loose"}"#, #"known are "strict", "max_prop", "always_attend""#),
            (#"{"tf_version": "malleable"}"#, #"Did you mean "maleable"?"#),
            (#"{"get_requests": "make"}"#, #"known are "create", "file""#),
            (#"{"time_distribution": "poisson"}"#, #"known are "static", "normal""#),
            (#"{"resources_distribution": "normal"}"#, #"known are "static", "random""#),
            (#"{"number_containers": 0}"#, "1 to 100000 is possible"),
            (#"{"time_gap": [1]}"#, "is a list of 1; it has 2 elements"),
            (#"{"time_gap": [-1, 0]}"#, "parameters.json:1"),
            (#"{"resources_distribution": "random", "resources_per_container": [4, 4]}"#, "Raise it above that."),
            (#"{"max_resource_per_container": 4}"#, #"Did you mean "max_resources_per_container"?"#),
            (#"{"preemption": "longest_run"}"#, "belongs to the policy priority, and fcfs is chosen"),
            (#"{"policy": "round_robin", "feedback": 60}"#, "belongs to the policy priority"),
            (#"{"policy": "round_robin", "quantum": 0}"#, "a time above zero is needed"),
        ])
    func refused(text: String, message: String) {
        let refusal = #expect(throws: Refusal.self) { try read(text) }
        #expect(refusal?.description.contains(message) ?? false, "\(String(describing: refusal))")
    }

    @Test(
        "each pair of a planning and an assignment policy is one of the planner's",
        arguments: TensorFlowScheduling.Planning.allCases, TensorFlowScheduling.Assignment.allCases)
    func policies(planning: TensorFlowScheduling.Planning, assignment: TensorFlowScheduling.Assignment) {
        let policy = TensorFlowScheduling(planning: planning, assignment: assignment).policy

        let widths: [TensorFlowScheduling.Assignment: Policy.Width] = [
            .strict: .strict, .proportional: .proportional, .alwaysAttend: .whateverIsThere,
        ]
        #expect(policy.width == widths[assignment])
        #expect(policy.overtaking == .whoeverFits)
        #expect(policy.contradiction == nil)
    }
}
