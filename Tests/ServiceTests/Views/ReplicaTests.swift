import Dialects
import Ledger
import Model
import Posix
import Testing

@testable import Service

@Suite("a service's replica")
struct ReplicaTests {
    /// A mesh of three on two cores, of which one failed; a merge behind it; a node of its own.
    private func story() -> Story {
        var story = Story(cores: 2)
        story.submit("mesh", 0..<3) { $0.tags = ["big"] }
        story.submit("merge") { $0.dependencies = [Dependency(job: "mesh", scope: .job)] }
        story.handOver(0, 0..<2, cores: 0..<1, at: 10)
        story.end(0, from: 11, to: 20, processor: 5)
        story.end(1, from: 21, to: 30, .exited(code: 3))
        story.add(.taskFailed(Story.task(0, 1), at: Story.at(30)))
        story.add(
            .tasksSkipped(
                TaskRange(job: JobIdentifier(1), iterations: 0..<1), because: Story.task(0, 1), at: Story.at(30)))
        story.handOver(0, 2..<3, cores: 1..<2, at: 40)
        story.add(.attemptStarted(AttemptIdentifier(2), at: Story.at(41)))
        return story
    }

    /// Calls the body with a writer to a new run and a replica of it.
    private func withReplica(_ body: (LedgerWriter, Replica) throws -> Void) throws {
        let path = try FileSystem.makeTemporaryDirectory("rota-views")
        defer { try? FileSystem.removeTree(path) }
        try FileSystem.makeDirectories(path + "/run", mode: 0o700)
        let writer = try LedgerWriter(folder: path + "/run", token: 7)
        try body(writer, Replica(folder: path + "/run", number: 1, durable: 0))
    }

    private func commit(_ facts: some Collection<Fact>, _ writer: LedgerWriter, _ replica: Replica?) throws {
        writer.append(Array(facts))
        try writer.commit()
        replica?.recorded(Array(facts), at: now)
    }

    private let now = Story.at(100)

    @Test("a replica that is fed fact by fact answers as a reading of the whole record does")
    func answersAlike() throws {
        try withReplica { writer, replica in
            var told: [Fact] = []
            for fact in story().facts {
                try commit([fact], writer, replica)
                told.append(fact)
                let facts = told
                let whole = try RunRecord(number: 1, isGoing: true, read: { facts.forEach($0) }).views(at: now)
                let expected = try whole.statistics()

                let answer = try replica.answer(at: now) { try $0.statistics() }
                let jobs = try replica.answer(at: now) { $0.jobs(JobFilter(), limit: 10) }

                // Between an end and what is decided about it only the planner knows that the task is not ready.
                if case .attemptEnded = fact { continue }
                #expect(answer == expected)
                #expect(jobs == whole.jobs(JobFilter(), limit: 10))
            }
        }
    }

    @Test("what is written but not durable is not shown")
    func onlyTheDurable() throws {
        try withReplica { writer, replica in
            let facts = story().facts
            try commit(facts[..<4], writer, replica)
            try commit(facts[4...], writer, nil)

            #expect(try replica.answer(at: now) { try $0.statistics().attempts } == 0)
            replica.recorded(Array(facts[4...]), at: now)
            #expect(try replica.answer(at: now) { try $0.statistics().attempts } == 3)
        }
    }

    @Test("a task is told with its attempts from the places where its facts lie")
    func tasks() throws {
        try withReplica { writer, replica in
            for fact in story().facts { try commit([fact], writer, replica) }

            let page = try replica.answer(at: now) { views in
                try views.tasks(of: Choice(.tasks(job: "mesh", iterations: 1...2), in: views.history))
            }

            #expect(page.elements.map(\.task) == ["mesh:1", "mesh:2"])
            #expect(page.elements[0].attempts.map(\.end) == ["exit code 3"])
            #expect(
                page.elements[0].changes.map(\.text) == ["submitted", "handed over", "ended: exit code 3", "failed"])
            #expect(page.elements[1].running.map(\.attempt) == [2])
        }
    }

    @Test("pages of tasks in one state go on where the last one ended")
    func pages() throws {
        try withReplica { writer, replica in
            var story = Story()
            story.submit("draw", 0..<100)
            for iteration in 0..<50 {
                story.handOver(0, iteration..<iteration + 1, cores: 0..<1, at: 10)
                story.end(iteration, from: 10, to: 11, iteration % 2 == 0 ? .succeeded : .exited(code: 1))
                if iteration % 2 == 1 { story.add(.taskFailed(Story.task(0, iteration), at: Story.at(11))) }
            }
            try commit(story.facts, writer, replica)

            var seen: [Int] = []
            var after: Int?
            repeat {
                let page = try replica.answer(at: now) { views in
                    try views.tasks(of: Choice(.job("draw"), in: views.history), in: .failed, after: after, limit: 7)
                }
                #expect(page.elements.count <= 7)
                #expect(page.total == 25)
                seen += page.elements.map(\.iteration)
                after = page.next
            } while after != nil

            #expect(seen == Array(stride(from: 1, to: 50, by: 2)))
        }
    }

    @Test("a selection means its tasks in ranges as long as they can be, and counts them")
    func selections() throws {
        try withReplica { writer, replica in
            var story = Story()
            story.submit("draw", 0..<10) { $0.tags = ["night"] }
            story.submit("a")
            for iteration in [2, 3, 4, 7] {
                let attempt = story.handOver(0, iteration..<iteration + 1, cores: 0..<1, at: 10)
                story.end(attempt, from: 10, to: 11, .exited(code: 1))
                story.add(.taskFailed(Story.task(0, iteration), at: Story.at(11)))
            }
            try commit(story.facts, writer, replica)
            func ranges(_ selection: TaskSelection) throws -> [Range<Int>] {
                try replica.answer(at: now) { try $0.ranges(of: selection).map(\.iterations) }
            }

            #expect(try ranges(TaskSelection(state: .failed)) == [2..<5, 7..<8])
            #expect(
                try ranges(TaskSelection([.tasks(job: "draw", iterations: 3...8)], state: .failed)) == [3..<5, 7..<8])
            #expect(try ranges(TaskSelection(tag: "night")) == [0..<10])
            #expect(try ranges(TaskSelection([.job("a")], tag: "night")) == [])
            #expect(try replica.answer(at: now) { try $0.counts(of: TaskSelection(state: .failed)).total } == 4)
            #expect(try replica.answer(at: now) { try $0.counts(of: TaskSelection([.job("draw")]))[.ready] } == 6)
        }
    }

    @Test("nodes tell what is free, what runs there, and whether they are heard")
    func nodes() throws {
        try withReplica { writer, replica in
            for fact in story().facts { try commit([fact], writer, replica) }
            let busy = try replica.answer(at: now) { $0.nodes() }
            try commit([.nodeDraining(NodeIdentifier(0), at: Story.at(50))], writer, replica)
            let draining = try replica.answer(at: now) { $0.nodes() }
            try commit([.nodeSilent(NodeIdentifier(0), at: Story.at(60))], writer, replica)
            try commit([.nodeLost(NodeIdentifier(0), at: Story.at(70))], writer, replica)
            let lost = try replica.answer(at: now) { $0.nodes() }

            #expect(busy.map(\.coresFree) == [.one])
            #expect(busy.map(\.running) == [1])
            #expect(draining.map(\.state) == [.draining])
            #expect(draining.map(\.since) == [Story.at(50)])
            #expect(lost.map(\.state) == [.lost])
            #expect(lost.map(\.running) == [0])
        }
    }

    @Test("a removed job is in no list and no sum, and its name is free")
    func removal() throws {
        try withReplica { writer, replica in
            var story = Story()
            story.submit("a")
            story.handOver(0, 0..<1, cores: 0..<1, at: 10)
            story.end(0, from: 10, to: 11)
            story.add(.jobsRemoved([JobIdentifier(0)], at: Story.at(12)))
            try commit(story.facts, writer, replica)
            let none = try replica.answer(at: now) { ($0.jobNames, try $0.statistics().counts.total) }
            story.submit("a", 0..<4)
            try commit(story.facts.suffix(1), writer, replica)

            #expect(none.0 == [] && none.1 == 0)
            #expect(try replica.answer(at: now) { try $0.job(named: "a").counts.total } == 4)
        }
    }

    @Test("a paused job says so, and none of its tasks counts as ready; a changed one asks what it asks now")
    func changes() throws {
        try withReplica { writer, replica in
            var story = Story()
            story.submit("a", 0..<4)
            story.add(.jobsPaused([JobIdentifier(0)], at: Story.at(12)))
            story.add(
                .jobChanged(JobIdentifier(0), JobChange(priority: 5, cores: Cores(2)...Cores(2)), at: Story.at(13)))
            try commit(story.facts, writer, replica)

            let job = try replica.answer(at: now) { try $0.job(named: "a") }

            #expect(job.isPaused && job.priority == 5)
            #expect(job.asks == "2 cores")
            #expect(job.counts[.ready] == 0 && job.counts[.waiting] == 4)
            #expect(job.waits == "until it is unpaused")
        }
    }

    @Test("events are told once, in order, from any place on; those from the record are the same")
    func events() throws {
        try withReplica { writer, replica in
            for fact in story().facts { try commit([fact], writer, replica) }

            let all = try #require(try replica.events(after: -1, limit: 1000))
            let later = try #require(try replica.events(after: all[4].number, limit: 2))
            var read: [EventView] = []
            var follower = replica.eventFollower()
            try follower.advance(after: -1) {
                read.append($0)
                return true
            }

            #expect(
                all.map { "\($0.kind) \($0.subject)" } == [
                    "opened ", "nodeJoined here", "submitted mesh", "submitted merge", "handedOver mesh:0-1",
                    "succeeded mesh:0", "attemptEnded mesh:1", "failed mesh:1", "skipped merge",
                    "handedOver mesh:2", "started mesh:2",
                ])
            #expect(later == Array(all[5...6]))
            #expect(read == all)
        }
    }
}
