import Ledger
import Model
import Posix
import Testing

@testable import Service

/// A run to which jobs come while it goes on; in a process of its own, as `SessionTests` says.
@Suite struct CourseTests {
    /// Brings a second job when the first has run.
    private final class Course: RunCourse {
        private let jobs: [Job]
        private let hasRun: () -> Bool
        private var brought = 0

        init(_ jobs: [Job], hasRun: @escaping () -> Bool) {
            self.jobs = jobs
            self.hasRun = hasRun
        }

        func facts(jobCount: Int, at now: Instant) -> [Fact] {
            guard brought < jobs.count, brought == 0 || hasRun() else { return [] }
            defer { brought += 1 }
            return [.jobsSubmitted(first: JobIdentifier(jobCount), jobs: [jobs[brought]], at: now)]
        }

        var wakeAt: Instant? { isOver ? nil : .zero }
        var isOver: Bool { brought == jobs.count }
    }

    @Test("a run stays while its course brings jobs, and is over with the last of them")
    func whole() async throws {
        let bench = try Bench.make()
        defer { bench.remove() }
        await #expect(processExitsWith: .success) { [folder = bench.folder as String] in
            let bench = Bench(folder: folder)
            var ended = 0
            var order = bench.order([])
            order.course = Course(
                [bench.job("first", "echo first >> log"), bench.job("second", "echo second >> log")]
            ) { ended == 1 }
            let listener = Listener { fact in
                if case .attemptEnded = fact { ended += 1 }
            }

            let stop = try RunSession.begin(order).carryOut(observer: listener)

            #expect(stop == nil)
        }

        #expect(bench.lines(of: "log") == ["first", "second"])
        #expect(try bench.facts().closings == [.complete])
    }
}
