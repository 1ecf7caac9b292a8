import Dialects
import Model
import Testing

@Suite("Policy files") struct PolicyFileTests {
    private func read(_ text: String) throws -> [(name: String, policy: Policy)] {
        try PolicyFile.read(Array(text.utf8), name: "policies.json").policies
    }

    @Test("a policy is a combination in a text, or its choices one by one")
    func both() throws {
        let policies = try read(
            """
            {
                "nights": "shortest+easy",
                "days": {
                    "order": "priority", "ageing": "1h", "width": "max-prop", "overtaking": "none",
                    "preemption": "pause=smallest-request", "nodes": "spread", "expectation": "by-last-two",
                    "fairShare": "7d", "limits": {"perUser": 8, "perTag": {"gpu": 2, "disk": 1}},
                },
                "usual": {},
            }
            """)

        var days = Policy(
            order: .priority(ageing: .seconds(3600)), width: .proportional, overtaking: .none,
            preemption: .pause(.smallestRequest), nodeChoice: .spread, expectation: .lastTwo)
        days.fairShare = .seconds(7 * 86_400)
        days.limits = Policy.Limits(perUser: 8, perTag: [.init(tag: "disk", limit: 1), .init(tag: "gpu", limit: 2)])
        #expect(policies.map(\.name) == ["nights", "days", "usual"])
        #expect(policies.map(\.policy) == [Policy(order: .shortest, overtaking: .easy), days, Policy()])
    }

    @Test(
        "what means nothing is refused with its place",
        arguments: [
            (#"{"mine": "shortest+eazy"}"#, "mine: \"eazy\" is not known. Did you mean \"easy\"?"),
            (#"{"mine": {"order": "easy"}}"#, "mine.order: is \"easy\"; known here are fcfs, priority"),
            (#"{"mine": {"overtaking": "eazy"}}"#, "Did you mean \"easy\"?"),
            (#"{"mine": {"odrer": "shortest"}}"#, "Did you mean \"order\"?"),
            (#"{"mine": {"order": "fcfs", "preemption": "pause"}}"#, "contradicts itself"),
            (#"{"mine": {"limits": {"perUser": 0}}}"#, "mine.limits.perUser"),
            (#"{"easy": "shortest"}"#, "names something else already"),
            (#"{"a+b": "shortest"}"#, "names something else already or holds one of"),
            (#"["shortest"]"#, "an object is needed"),
        ])
    func refused(text: String, message: String) {
        let refusal = #expect(throws: Refusal.self) { try read(text) }
        #expect(refusal?.description.contains(message) ?? false, "\(String(describing: refusal))")
    }
}
