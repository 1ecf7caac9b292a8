import Model
import Service
import Testing

@Suite struct RunSummaryTests {
    private func summary(_ story: Story) -> RunSummary {
        var summary = RunSummary()
        for fact in story.facts { summary.take(fact) }
        return summary
    }

    @Test("efficiency is core time held of what there was, use is core time used of what was held")
    func efficiency() {
        var story = Story(cores: 4)
        story.submit("wide") { $0.request = Request(cores: Cores(3)) }
        let attempt = story.handOver(0, 0..<1, cores: 0..<3, at: 0)
        story.end(attempt, from: 0, to: 1000, processor: 600, memory: .mebibytes(5))
        story.add(.runClosed(.complete, at: Story.at(2000)))

        let summary = summary(story)

        #expect(summary.elapsed == .seconds(2))
        #expect(summary.efficiency == 375)
        #expect(summary.use == 200)
        #expect(summary.coresHeld == Cores(3))
        #expect(summary.coresUsed == Cores(thousandths: 600))
        #expect(summary.peakMemory == .mebibytes(5))
        #expect(summary.highlights.busy.time(of: 2, on: NodeIdentifier(0)) == .seconds(1))
        #expect(summary.highlights.busy.time(of: 3, on: NodeIdentifier(0)) == .zero)
    }

    @Test("the time between an interruption and the resumption is not counted")
    func sessions() {
        var story = Story()
        story.submit("mesh", 0..<2)
        let first = story.handOver(0, 0..<1, cores: 0..<1, at: 0)
        story.end(first, from: 0, to: 1000, .interrupted)
        story.add(.runClosed(.interrupted, at: Story.at(1000)))
        story.opened(at: 500_000)
        let second = story.handOver(0, 0..<1, cores: 0..<1, at: 500_000)
        story.end(second, from: 500_000, to: 501_000)

        let summary = summary(story)

        #expect(summary.elapsed == .seconds(2))
        #expect(summary.capacity == .seconds(4))
        #expect(summary.efficiency == 500)
        #expect(summary.retries == 0)
        #expect(summary.history.sessions.elapsed(until: Story.at(300_000)) == .seconds(1))
    }

    @Test("an attempt that was killed with its run held its cores no longer than the run is known to have lived")
    func lostWithTheRun() {
        var story = Story(cores: 1)
        story.submit("mesh")
        let attempt = story.handOver(0, 0..<1, cores: 0..<1, at: 0)
        story.add(.attemptStarted(AttemptIdentifier(attempt), at: Story.at(100)))
        story.add(.heldBack(at: Story.at(400)))
        story.opened(at: 900_000)
        story.add(.nodeLost(NodeIdentifier(0), at: Story.at(900_001)))

        let summary = summary(story)

        #expect(summary.lost == 1)
        #expect(summary.held == .milliseconds(300))
    }

    @Test("only tasks that failed for good are listed, with their last attempt; retried ones are counted")
    func failures() {
        var story = Story()
        story.submit("mesh", 0..<2)
        for iteration in 0..<2 {
            let first = story.handOver(0, iteration..<(iteration + 1), cores: 0..<1, at: 0)
            story.end(first, from: 0, to: 1, .exited(code: 3))
            story.add(.taskReturned(Story.task(0, iteration), readyAt: Story.at(1), memory: .zero))
            let second = story.handOver(0, iteration..<(iteration + 1), cores: 0..<1, at: 1)
            story.end(second, from: 1, to: 2, iteration == 0 ? .succeeded : .signalled(9))
        }
        story.add(.taskFailed(Story.task(0, 1), at: Story.at(2)))

        let summary = summary(story)

        #expect(summary.retries == 2)
        #expect(summary.failures.tasks.map(\.task) == [Story.task(0, 1)])
        #expect(summary.failures.tasks.map(\.end.outcome) == [.signalled(9)])
        #expect(
            summary.failures.causes == [
                Failures.Cause(job: JobIdentifier(0), outcome: .signalled(9), count: 1)
            ])
    }

    @Test("the slowest are the ten longest, longest first")
    func slowest() {
        var story = Story()
        story.submit("mesh", 0..<50)
        for iteration in 0..<50 {
            let attempt = story.handOver(0, iteration..<(iteration + 1), cores: 0..<1, at: 0)
            story.end(attempt, from: 0, to: Int64((iteration * 37) % 50 + 1))
        }

        #expect(summary(story).slowest.map(\.elapsed) == (41...50).reversed().map { Duration.milliseconds($0) })
    }

    @Test("a thousand years of a thousand cores do not overflow")
    func largeTimes() {
        let centuries = Duration(nanoseconds: 9_000_000_000_000_000_000)

        #expect(Cores(1).time(for: centuries) == centuries)
        #expect(Cores(1000).time(for: centuries).nanoseconds == .max)
        #expect(Cores.average(centuries, over: centuries) == .one)
    }
}
