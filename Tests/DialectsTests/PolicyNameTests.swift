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
        ])
    func refused(name: String) {
        #expect(throws: ReadingProblem.self) { try PolicyName.read(name) }
    }
}
