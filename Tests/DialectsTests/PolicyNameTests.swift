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
