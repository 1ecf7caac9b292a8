import Model
import Plan
import Testing

@Suite("What the planner refuses")
struct RefusalTests {
    private func refusal(of jobs: [Job]) -> Refusal? {
        var planner = Planner()
        do {
            try planner.take(.nodeJoined(Samples.node(cores: 4), at: .zero), at: .zero)
            try planner.take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: .zero), at: .zero)
            return nil
        } catch {
            let isUnchanged = planner.jobCount == 0
            #expect(isUnchanged, "a refused batch leaves no job behind")
            return error
        }
    }

    @Test("a name twice")
    func duplicate() {
        #expect(refusal(of: [Samples.job("a"), Samples.job("a")]) == .duplicateJob(name: "a"))
    }

    @Test("a dependency that is not there, with the nearest name that is")
    func unknown() {
        #expect(
            refusal(of: [Samples.job("mesh"), Samples.job("b", after: ["mehs"])])
                == .unknownDependency(job: "b", on: "mehs", nearest: "mesh"))
    }

    @Test("a circle, shown")
    func circle() {
        let jobs = [
            Samples.job("a", after: ["c"]), Samples.job("b", after: ["a"]), Samples.job("c", after: ["b"]),
            Samples.job("d", after: ["a"]),
        ]
        #expect(refusal(of: jobs) == .dependencyCycle(["a", "c", "b", "a"]))
    }

    @Test("a chain of 100,000 jobs is no circle and needs no stack")
    func longChain() {
        let jobs = (0..<100_000).map { Samples.job("j\($0)", after: $0 == 0 ? [] : ["j\($0 - 1)"]) }
        #expect(refusal(of: jobs.reversed()) == nil)
    }

    @Test("more cores than the largest node has, with both numbers and what to do")
    func tooLarge() {
        let sentence = refusal(of: [Samples.job("mesh", cores: 96)])?.description
        #expect(
            sentence
                == "job \"mesh\" asks for 96 cores; the largest node has 4. Lower its cores, or add a node.")
    }

    @Test("an iteration that the other job does not have")
    func iteration() {
        var job = Samples.job("b")
        job.dependencies = [Dependency(job: "a", scope: .iteration(7))]
        #expect(
            refusal(of: [Samples.job("a", 0..<7), job])
                == .unknownIteration(job: "b", on: "a", iteration: 7, indices: 0..<7))
    }

    @Test("no iterations at all")
    func empty() {
        #expect(refusal(of: [Samples.job("a", 3..<3)]) == .noIterations(job: "a"))
    }
}
