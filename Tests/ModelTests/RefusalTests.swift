import Model
import Testing

struct RefusalTests {
    @Test(
        "a refusal says what, the value, the limit and what to do",
        arguments: [
            (.duplicateJob(name: "a"), "job \"a\" exists already. Give one of the two another name."),
            (
                .unknownDependency(job: "a", on: "mseh", nearest: "mesh"),
                "job \"a\" depends on \"mseh\", which does not exist. Did you mean \"mesh\"?"
            ),
            (
                .unknownDependency(job: "a", on: "b", nearest: nil),
                "job \"a\" depends on \"b\", which does not exist. Submit it before, or in the same file."
            ),
            (
                .unknownIteration(job: "a", on: "b", iteration: 9, indices: 0..<3),
                "job \"a\" depends on iteration 9 of \"b\", whose iterations are 0 to 2. "
                    + "Name one of these, or the whole job."
            ),
            (
                .unmatchedIterations(job: "a", indices: 0..<3, on: "b", theirs: 4..<5),
                "each iteration of job \"a\" (0 to 2) depends on the same one of \"b\", which has 4. "
                    + "Give both the same range, or depend on the whole job."
            ),
            (
                .dependencyCycle(["a", "b", "a"]),
                "jobs wait for each other in a circle: a → b → a. Remove one dependency."
            ),
            (
                .tooLarge(job: "a", asked: "96 cores", largest: "the largest node has 64", remedy: "Lower it."),
                "job \"a\" asks for 96 cores; the largest node has 64. Lower it."
            ),
        ] as [(Refusal, String)])
    func sentences(refusal: Refusal, sentence: String) {
        #expect(refusal.description == sentence)
    }

    @Test("a document's problem begins with file, line, column and field, as far as they are known")
    func places() {
        var problem = DocumentProblem(document: "jobs.json", problem: "is empty", remedy: "Fill it.")
        #expect(problem.description == "jobs.json: is empty. Fill it.")
        problem.path = "jobs[2].cores"
        #expect(problem.description == "jobs.json: jobs[2].cores: is empty. Fill it.")
        problem.line = 12
        #expect(problem.description == "jobs.json:12: jobs[2].cores: is empty. Fill it.")
        problem.column = 7
        #expect(problem.description == "jobs.json:12:7: jobs[2].cores: is empty. Fill it.")
    }
}
