import Model
import Service
import Testing

@Suite struct HistoryTests {
    private func history(_ story: Story) -> History {
        var history = History()
        for fact in story.facts { history.take(fact) }
        return history
    }

    @Test("a task goes from waiting over starting and running to its end, and the counts follow")
    func states() {
        var story = Story()
        story.submit("mesh", 10..<14)
        #expect(history(story).counts[.waiting] == 4)

        let first = story.handOver(0, 10..<12, cores: 0..<1, at: 1)
        #expect(history(story).counts[.starting] == 2)
        story.add(.attemptStarted(AttemptIdentifier(first), at: Story.at(2)))
        #expect(history(story).state(of: Story.task(0, 10)) == .running)

        story.end(first, from: 2, to: 5)
        story.end(first + 1, from: 5, to: 9, .exited(code: 3))
        story.add(.taskFailed(Story.task(0, 11), at: Story.at(9)))
        let end = history(story)
        #expect(end.counts[.succeeded] == 1)
        #expect(end.counts[.failed] == 1)
        #expect(end.counts[.waiting] == 2)
        #expect(end.open.members().isEmpty)
        #expect(end.setAside == 0)
    }

    @Test("a paused task counts as paused, and neither its run time nor its core time grows meanwhile")
    func paused() {
        var story = Story()
        story.submit("mesh")
        let attempt = AttemptIdentifier(story.handOver(0, 0..<1, cores: 0..<1, at: 1))
        story.add(.attemptStarted(attempt, at: Story.at(2)))
        story.add(adjusting(attempt, 1, cores: [], isPaused: true, at: 10))
        story.add(.attemptAdjusted(attempt, number: 1, at: Story.at(12)))
        let standing = history(story)
        #expect(standing.state(of: Story.task(0, 0)) == .paused)
        #expect(standing.open.member(attempt)?.pausedAt == Story.at(12))
        #expect(standing.open.member(attempt)?.runTime(until: Story.at(50)) == .milliseconds(10))

        // An answer to what was replaced says nothing.
        story.add(adjusting(attempt, 2, cores: [0, 1], isPaused: false, at: 30))
        story.add(.attemptAdjusted(attempt, number: 1, at: Story.at(31)))
        #expect(history(story).state(of: Story.task(0, 0)) == .paused)
        story.add(.attemptAdjusted(attempt, number: 2, at: Story.at(32)))
        #expect(history(story).state(of: Story.task(0, 0)) == .running)
        story.add(adjusting(attempt, 3, cores: [1], isPaused: false, at: 40))
        story.add(.adjustmentFailed(attempt, number: 3, errorNumber: 1, at: Story.at(41)))
        story.end(attempt.number, from: 2, to: 42)

        var ended: [EndedAttempt] = []
        var end = History()
        for fact in story.facts { end.take(fact) { ended.append($0) } }
        #expect(ended.map(\.elapsed) == [.milliseconds(20)])
        #expect(ended.map(\.paused) == [.milliseconds(20)])
        // One core for 10 ms, two for 10.
        #expect(end.jobs[0].held == .milliseconds(30))
        #expect(end.counts[.succeeded] == 1 && end.setAside == 0)
    }

    private func adjusting(
        _ attempt: AttemptIdentifier, _ number: Int, cores: [Int], isPaused: Bool, at milliseconds: Int64
    ) -> Fact {
        let shares = cores.map { Placement.CoreShare(position: $0) }
        let place = Placement(parts: [Placement.Part(node: NodeIdentifier(0), cores: shares)])
        return .adjustmentDecided(
            attempt, Adjustment(number: number, placement: place, isPaused: isPaused), at: Story.at(milliseconds))
    }

    @Test("facts about attempts, jobs and nodes that the record lost are counted and change nothing")
    func holes() {
        var story = Story()
        story.submit("mesh", 0..<3)
        story.end(99, from: 1, to: 2)
        story.add(.attemptStarted(AttemptIdentifier(98), at: Story.at(2)))
        story.add(.attemptsTakenBack(first: AttemptIdentifier(97), count: 1, at: Story.at(2)))
        story.add(.taskFailed(Story.task(7, 0), at: Story.at(3)))
        story.add(.taskFailed(Story.task(0, 55), at: Story.at(3)))
        story.add(.nodeLost(NodeIdentifier(9), at: Story.at(3)))

        let history = history(story)

        #expect(history.setAside == 6)
        #expect(history.counts[.waiting] == 3)
    }

    @Test("jobs after a hole in the record are found by their own numbers")
    func jobNumbersWithHole() {
        var story = Story()
        story.submit("first")
        let late = Job(name: "late", command: Command(action: .program("true", arguments: [])))
        story.add(.jobsSubmitted(first: JobIdentifier(5), jobs: [late], at: Story.at(1)))
        let attempt = story.handOver(5, 0..<1, cores: 0..<1, at: 2)
        story.end(attempt, from: 2, to: 3)

        let history = history(story)

        #expect(history.record(of: JobIdentifier(5))?.counts[.succeeded] == 1)
        #expect(history.record(named: "late")?.identifier == JobIdentifier(5))
        #expect(history.record(of: JobIdentifier(3)) == nil)
    }

    @Test("a second end of an attempt is set aside")
    func endsOnce() {
        var story = Story()
        story.submit("mesh")
        let attempt = story.handOver(0, 0..<1, cores: 0..<1, at: 1)
        story.end(attempt, from: 1, to: 2)
        story.end(attempt, from: 1, to: 3, .lost)

        #expect(history(story).counts[.succeeded] == 1)
        #expect(history(story).setAside == 1)
    }

    @Test("a lost node takes its attempts with it, whether or not each is named afterwards")
    func lostNode() {
        var story = Story()
        story.submit("mesh", 0..<2)
        let attempt = story.handOver(0, 0..<2, cores: 0..<1, at: 1)
        story.add(.attemptStarted(AttemptIdentifier(attempt), at: Story.at(2)))
        story.add(.nodeLost(NodeIdentifier(0), at: Story.at(5)))
        story.end(attempt, from: 2, to: 5, .lost)

        let history = history(story)

        #expect(history.jobs[0].lost == 1)
        #expect(history.jobs[0].attempts == 1)
        #expect(history.counts[.waiting] == 2)
        #expect(history.setAside == 0)
    }

    @Test("cancelled tasks that wait end at once, those that run when their attempt does")
    func cancelling() {
        var story = Story()
        story.submit("mesh", 0..<3)
        let attempt = story.handOver(0, 0..<2, cores: 0..<1, at: 1)
        story.end(attempt, from: 1, to: 2)
        story.add(.tasksCancelled(TaskRange(job: JobIdentifier(0), iterations: 0..<3), at: Story.at(3)))
        #expect(history(story).counts[.cancelled] == 1)

        story.end(attempt + 1, from: 2, to: 4, .signalled(15))
        #expect(history(story).counts[.cancelled] == 2)
        #expect(history(story).counts[.succeeded] == 1)

        story.add(.retryRequested(JobIdentifier(0), at: Story.at(5)))
        #expect(history(story).counts[.waiting] == 2)
    }

    @Test("attempts taken back leave no trace in the counts")
    func takenBack() {
        var story = Story()
        story.submit("mesh", 0..<4)
        let attempt = story.handOver(0, 0..<4, cores: 0..<1, at: 1)
        story.add(.attemptsTakenBack(first: AttemptIdentifier(attempt + 2), count: 2, at: Story.at(2)))

        let history = history(story)

        #expect(history.jobs[0].attempts == 2)
        #expect(history.counts[.starting] == 2)
        #expect(history.open.members().map(\.attempt.number) == [attempt, attempt + 1])
    }

    @Test("open attempts stay findable while thousands of others come and go")
    func sweeping() {
        var story = Story()
        story.submit("mesh", 0..<2000)
        let patient = story.handOver(0, 0..<1, cores: 0..<1, at: 0)
        for iteration in 1..<2000 {
            let attempt = story.handOver(0, iteration..<(iteration + 1), cores: 1..<2, at: Int64(iteration))
            if iteration % 3 != 0 { story.end(attempt, from: Int64(iteration), to: Int64(iteration + 1)) }
        }
        story.end(patient, from: 0, to: 3000)

        let history = history(story)

        #expect(history.setAside == 0)
        #expect(history.open.members().count == 1999 / 3)
        #expect(history.counts[.succeeded] == 2000 - 1999 / 3)
    }

    @Test("a task is ready when its date, its rest and its dependencies are over")
    func readiness() {
        var story = Story()
        story.submit("mesh", 0..<2)
        story.submit("solve", 0..<2) { $0.dependencies = [Dependency(job: "mesh", scope: .sameIteration)] }
        story.submit("merge") {
            $0.dependencies = [Dependency(job: "mesh", scope: .iteration(0), condition: .end)]
            $0.startAt = Story.at(100)
        }
        story.submit("last") { $0.dependencies = [Dependency(job: "solve")] }
        let attempt = story.handOver(0, 0..<1, cores: 0..<1, at: 1)
        story.end(attempt, from: 1, to: 2)
        story.add(.taskReturned(Story.task(0, 1), readyAt: Story.at(50), memory: .zero))

        let history = history(story)
        let now = Story.at(3)

        #expect(!history.isReady(Story.task(0, 0), at: now))
        #expect(!history.isReady(Story.task(0, 1), at: now))
        #expect(history.isReady(Story.task(0, 1), at: Story.at(51)))
        #expect(!history.isReady(Story.task(2, 0), at: now))
        #expect(history.isReady(Story.task(2, 0), at: Story.at(101)))
        #expect(!history.isReady(Story.task(3, 0), at: now))
        let counts = history.jobs.map { history.settledCounts(of: $0, at: now) }
        #expect(counts.map { $0[.ready] } == [0, 1, 0, 0])
        #expect(counts.map { $0[.waiting] } == [1, 1, 1, 1])
    }
}
