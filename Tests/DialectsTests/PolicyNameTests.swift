import Dialects
import Model
import Testing

struct PolicyNameTests {
    @Test("a policy's name is one choice, or several joined by +")
    func names() throws {
        #expect(try PolicyName.read("easy") == Policy(overtaking: .easy))
        #expect(try PolicyName.read("shortest+easy") == Policy(order: .shortest, overtaking: .easy))
        #expect(try PolicyName.read("easy+shortest") == Policy(order: .shortest, overtaking: .easy))
        #expect(try PolicyName.read("fcfs") == Policy(order: .firstCome, overtaking: .none))
        #expect(try PolicyName.read("easy+fcfs") == Policy(order: .firstCome, overtaking: .easy))
        #expect(
            try PolicyName.read("ageing=1h+priority+max-prop+pause=smallest-request")
                == Policy(
                    order: .priority(ageing: .seconds(3600)), width: .proportional, overtaking: .none,
                    preemption: .pause(.smallestRequest)))
        var due = Policy(order: .standardDue, overtaking: .easy, expectation: .lastTwo)
        due.passing = .shortestFirst
        #expect(try PolicyName.read("due") == due)
        due.order = .due(stretch: 10, within: .seconds(518_400))
        due.passing = .inOrder
        due.expectation = .profile
        #expect(try PolicyName.read("within=6d+due+stretch=10+first-passes+by-profile") == due)
        #expect(
            try PolicyName.read("round-robin+quantum=30s") == Policy(order: .roundRobin(quantum: .seconds(30))))
    }

    @Test("every policy that has a name of its own can be read")
    func builtIn() throws {
        for name in PolicyName.builtIn { #expect(throws: Never.self) { try PolicyName.read(name) } }
    }

    @Test(
        "a policy's shortest name reads as the policy",
        arguments: [
            ("skip", "skip"), ("first-passes+tightest+shortest+easy", "shortest+easy"), ("fcfs+in-order", "fcfs"),
            ("priority+ageing=60min+pause=smallest-request+max-prop+easy", nil), ("due+within=6d+by-request+pack", nil),
            ("round-robin+quantum=90s+conservative+strict+fair-share=2h", nil), ("in-order+ageing=none+priority", nil),
        ] as [(String, String?)])
    func text(name: String, shortest: String?) throws {
        let policy = try PolicyName.read(name)

        let text = PolicyName.text(of: policy)

        #expect(try PolicyName.read(text) == policy)
        #expect(text.split(separator: "+").count <= name.split(separator: "+").count, "\(text)")
        if let shortest { #expect(text == shortest) }
    }

    @Test(
        "what is unknown, said twice or contradicts itself is refused",
        arguments: [
            "", "eazy", "easy+skip", "shortest+largest", "easy+", "+", "fcfs+pause", "round-robin+pause", "ageing",
            "shortest+ageing=1h", "easy=1", "priority+ageing=0s", "pause=oldest", "shortest+quantum=1s",
            "shortest+stretch=2", "due+stretch=0", "due+stretch=long", "easy+within=1d", "due+within=0s",
        ])
    func refused(name: String) {
        #expect(throws: ReadingProblem.self) { try PolicyName.read(name) }
    }
}
