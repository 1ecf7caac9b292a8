import Dialects
import Model
import Service
import Testing

@Suite struct AttemptHistoryTests {
    @Test("every change of a chosen task is told with its cause, and nothing of the others")
    func changes() {
        var story = Story()
        story.submit("mesh", 0..<5)
        let chain = story.handOver(0, 1..<4, cores: 0..<1, at: 1)
        story.add(.attemptsTakenBack(first: AttemptIdentifier(chain + 1), count: 2, at: Story.at(2)))
        let again = story.handOver(0, 2..<3, cores: 1..<2, at: 3)
        story.add(.attemptStarted(AttemptIdentifier(again), at: Story.at(4)))
        story.end(again, from: 4, to: 6, .wallTimeExceeded)
        story.add(.taskFailed(Story.task(0, 2), at: Story.at(6)))

        var history = AttemptHistory(job: "mesh", iterations: 2..<3)
        for fact in story.facts { history.take(fact) }

        #expect(history.tasks.count == 1)
        #expect(
            history.tasks[0].changes.map(\.cause) == [
                .submitted, .handedOver(AttemptIdentifier(chain + 1)), .takenBack(AttemptIdentifier(chain + 1)),
                .handedOver(AttemptIdentifier(again)), .started(AttemptIdentifier(again)),
                .ended(AttemptIdentifier(again), .wallTimeExceeded), .failed,
            ])
        #expect(history.tasks[0].attempts.map(\.elapsed) == [.milliseconds(2)])
    }

    @Test("pauses and widths stand in a task's history, and those that follow hear of them")
    func adjusted() {
        var story = Story()
        story.submit("mesh")
        let attempt = AttemptIdentifier(story.handOver(0, 0..<1, cores: 0..<1, at: 1))
        story.add(.attemptStarted(attempt, at: Story.at(2)))
        let wide = Placement(
            parts: [
                Placement.Part(
                    node: NodeIdentifier(0), cores: [0, 1].map { Placement.CoreShare(position: $0) })
            ])
        let none = Placement(parts: [Placement.Part(node: NodeIdentifier(0), cores: [])])
        let asked: [(placement: Placement, isPaused: Bool)] = [(none, true), (wide, false), (wide, false)]
        for (index, asked) in asked.enumerated() {
            let number = index + 1
            story.add(
                .adjustmentDecided(
                    attempt, Adjustment(number: number, placement: asked.placement, isPaused: asked.isPaused),
                    at: Story.at(Int64(number) * 10)))
            story.add(.attemptAdjusted(attempt, number: number, at: Story.at(Int64(number) * 10 + 1)))
        }

        var history = AttemptHistory(job: "mesh", iterations: nil)
        var kinds: [EventView.Kind] = []
        for (number, fact) in story.facts.enumerated() {
            kinds += EventViews.views(of: fact, number: number, before: history.history).map(\.kind)
            history.take(fact)
        }

        #expect(
            history.tasks[0].changes.map(\.cause) == [
                .submitted, .handedOver(attempt), .started(attempt), .paused, .unpaused(wide), .resized(wide),
            ])
        #expect(kinds.suffix(4) == [.started, .paused, .unpaused, .resized])
    }

    @Test("a skipped task names the task that made it so")
    func skipped() {
        var story = Story()
        story.submit("mesh")
        story.submit("solve", 0..<3) { $0.dependencies = [Dependency(job: "mesh")] }
        story.add(
            .tasksSkipped(
                TaskRange(job: JobIdentifier(1), iterations: 0..<3), because: Story.task(0, 0), at: Story.at(4)))

        var history = AttemptHistory(job: "solve", iterations: nil)
        for fact in story.facts { history.take(fact) }

        #expect(history.tasks.count == 3)
        #expect(history.tasks.allSatisfy { $0.changes.last?.cause == .skipped(because: Story.task(0, 0)) })
    }
}
