import Dialects
import Model
import Testing

@Suite("Workload traces in the Standard Workload Format") struct WorkloadTraceTests {
    private func trace(_ lines: String...) -> WorkloadTrace {
        var trace = WorkloadTrace()
        for line in lines { trace.take(line) }
        trace.finish()
        return trace
    }

    private func job(_ number: Int, at: Int64, run: Int64, estimate: Int64, processors: Int) -> TracedJob {
        TracedJob(
            number: number, arrivesAt: Instant(nanoseconds: at * 1_000_000_000), runTime: .seconds(run),
            estimate: .seconds(estimate), processors: processors)
    }

    @Test("processors are those asked for, else those given; the estimate is the time asked for, else the run time")
    func fields() {
        let trace = trace(
            "1 10 -1 60 4 -1 -1 8 100 -1 1 -1 -1 -1 0 -1 -1 -1", "2\t20\t-1\t60\t4\t-1\t-1\t-1\t-1\r",
            "   3 30 0 50.5 2", "")

        #expect(
            trace.jobs.prefix(2) == [
                job(1, at: 10, run: 60, estimate: 100, processors: 8),
                job(2, at: 20, run: 60, estimate: 60, processors: 4),
            ])
        #expect(trace.jobs.last?.runTime == .milliseconds(50_500))
        #expect(trace.brokenCount == 0)
    }

    @Test("whose a job is and what it runs is known where the trace says so")
    func kinds() {
        let trace = trace("1 0 -1 60 4 -1 -1 8 100 -1 1 62 1 3 0 -1 -1 -1", "2 0 -1 60 4 -1 -1 8 100 -1 1 0 -1 -1")

        #expect(trace.jobs.map(\.user) == ["62", ""])
        #expect(trace.jobs.map(\.kind) == ["3/8/100", ""])
    }

    @Test("a job ends at its estimate if it runs longer")
    func overrun() {
        #expect(trace("1 0 -1 200 1 -1 -1 1 100").jobs == [job(1, at: 0, run: 100, estimate: 100, processors: 1)])
    }

    @Test("jobs come in the order they arrive, those of one instant by number")
    func order() {
        #expect(trace("3 5 -1 1 1", "2 5 -1 1 1", "1 9 -1 1 1", "4 0 -1 1 1").jobs.map(\.number) == [4, 2, 3, 1])
    }

    @Test("jobs without processors or with a negative run time are left out and counted")
    func leftOut() {
        let trace = trace("1 0 -1 10 -1 -1 -1 -1", "2 0 -1 10 0", "3 0 -1 -1 4", "4 0 -1 0 4")

        #expect(trace.jobs.map(\.number) == [4])
        #expect(trace.skipped == 3)
    }

    @Test("the header says how many processors there are, its processors before its nodes")
    func header() {
        #expect(trace("; MaxNodes: 64", "; MaxProcs:  128 (two each)").processors == 128)
        #expect(trace(";MaxProcs: 128", ";MaxNodes: 64").processors == 128)
        #expect(trace("; MaxNodes: 64").processors == 64)
        #expect(trace("; Computer: none", "; MaxProcs: many").processors == nil)
    }

    @Test(
        "a line that is no job is told by its number, and the others count",
        arguments: [
            ("1 2 3", "has 3 fields; 18 make a job"), ("1 0 -1 ten 4", "field 4, ten, is no number"),
            ("1 0 -1 nan 4", "field 4, nan, is no number"),
            ("1 -5 -1 10 4", "arrives at -5.0 s; from 0 to 5000000000 s are taken"),
            ("1 0 -1 1e12 4", "takes longer than 1000000000 s"),
            ("1 0 -1 10 1e9", "asks for 1000000000.0 processors; 10000000 are the most"),
        ])
    func broken(line: String, problem: String) {
        let trace = trace("; Version: 2", line, "9 0 -1 10 4")

        #expect(trace.broken == [WorkloadTrace.BrokenLine(line: 2, problem: problem)])
        #expect(trace.jobs.map(\.number) == [9])
    }

    @Test("many broken lines are counted, the first ten told")
    func manyBroken() {
        var trace = WorkloadTrace()
        for _ in 0..<1000 { trace.take("broken") }

        #expect(trace.brokenCount == 1000)
        #expect(trace.broken.count == 10)
    }

    @Test("a scheduled job's line is read as the same job")
    func scheduled() {
        let one = job(7, at: 100, run: 60, estimate: 90, processors: 16)

        let line = one.scheduled(after: .milliseconds(1_500))

        #expect(line == "7 100 1.500 60 16 -1 -1 16 90 -1 1 -1 -1 -1 -1 -1 -1 -1")
        #expect(trace(line).jobs == [one])
    }
}
