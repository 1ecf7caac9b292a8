import Dialects
import Executor
import Model
import Posix
import Testing
import Web

@testable import Ledger
@testable import Service

@Suite("the record of a service that lives")
struct CondenserTests {
    private let now = Story.at(100)

    /// Two hundred tasks that printed and are to be removed, and one job that stays.
    private func story() -> Story {
        var story = Story(cores: 2)
        story.submit("gone", 0..<200)
        story.submit("left", 0..<3)
        for iteration in 0..<200 {
            story.handOver(0, iteration..<iteration + 1, cores: 0..<1, at: 10)
            var end = AttemptEnd(
                attempt: AttemptIdentifier(iteration), startedAt: Story.at(10), endedAt: Story.at(11),
                outcome: .succeeded)
            end.output.standardOutput =
                iteration == 7 ? .file(count: 70_000) : .log(offset: Int64(iteration) * 500, count: 500)
            story.add(.attemptEnded(end))
        }
        story.handOver(1, 0..<1, cores: 1..<2, at: 12)
        story.end(200, from: 12, to: 13, .exited(code: 3))
        story.add(.taskFailed(Story.task(1, 0), at: Story.at(13)))
        story.add(.jobsRemoved([JobIdentifier(0)], at: Story.at(14)))
        return story
    }

    @Test("loses its removed jobs and what they printed, while others read and write")
    func living() throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-condenser")
        defer { try? FileSystem.removeTree(folder) }
        let run = RunFolder(path: folder + "/run", number: 1)
        let kept = OutputStore.ownFile(of: AttemptIdentifier(200), .output, in: run.path)
        let gone = OutputStore.ownFile(of: AttemptIdentifier(7), .output, in: run.path)
        try FileSystem.makeDirectories(run.outputs, mode: 0o700)
        for path in [kept, gone] { try FileSystem.replace(path, with: [1]) }
        try FileSystem.replace(OutputStore.log(in: run.path), with: [UInt8](repeating: 1, count: 100_500))
        let writer = try LedgerWriter(folder: run.path, token: 7)
        let replica = Replica(folder: run.path, number: 1, durable: 0, remembering: 4)
        let mailbox = try Mailbox()
        var told = story().facts
        func commit(_ facts: [Fact]) throws {
            writer.append(facts)
            try writer.commit()
            replica.recorded(facts, at: now)
        }
        for fact in told { try commit([fact]) }
        var policy = CondensingPolicy()
        policy.leastBytes = 0
        let notes = Shared<[String]>([])
        let condenser = try Condenser(run, replica, mailbox, policy: policy) { note in
            notes.change { $0.append(note.sentence) }
        }

        try condenser.start()
        let isDone = try waits {
            for change in mailbox.take().changes { change.answer(.success([])) }
            condenser.look(at: writer)
            try commit([.heldBack(at: now)])
            told.append(.heldBack(at: now))
            return !notes.value.isEmpty
        }
        condenser.stop()

        #expect(isDone)
        #expect(notes.value.first?.hasPrefix("the record was condensed from") == true)
        let reader = run.reader()
        var facts: [Fact] = []
        while let frame = try reader.next() { facts += frame.facts }
        #expect(facts.count { if case .attemptEnded = $0 { true } else { false } } == 1)
        #expect(try reader.conclude().isEmpty)
        #expect(reader.nextSequence == told.count)
        #expect(Remainder.differences(Remainder(of: facts), Remainder(of: told)) == [])
        #expect(!FileSystem.exists(gone))
        #expect(FileSystem.exists(kept))
        let log = try FileSystem.content(of: OutputStore.log(in: run.path))
        #expect(log.count == 100_500)
        #expect(log.suffix(500) == [UInt8](repeating: 1, count: 500)[...])

        let page = try replica.answer(at: now) { views in
            try views.tasks(of: Choice(.tasks(job: "left", iterations: 0...0), in: views.history))
        }
        #expect(page.elements.map { $0.attempts.map(\.end) } == [["exit code 3"]])
        #expect(try replica.condensedNumber() >= 400)
        let restarted = Replica(folder: run.path, number: 1, durable: told.count)
        #expect(try restarted.condensedNumber() <= replica.condensedNumber())
    }

    @Test("is left alone while little of it was removed")
    func little() {
        let policy = CondensingPolicy()

        #expect(!policy.isWorthwhile(dropped: 0, of: 0))
        #expect(!policy.isWorthwhile(dropped: 249, of: 1000))
        #expect(policy.isWorthwhile(dropped: 250, of: 1000))
    }

    @Test("says which events are gone to who asks for those after one of them")
    func gone() throws {
        let service = try PlayedService(remembering: 4)
        var story = Story()
        story.submit("mesh", 0..<20)
        try service.record(story.facts + [.recordCondensed(jobs: 9, attempts: 90, at: Story.at(20))])
        try service.record((0..<9).map { .heldBack(at: Story.at(30 + Int64($0))) })

        let refused = try service.get("v1/events", ["after": "1", "follow": "false"])
        let all = try service.get("v1/events", ["after": "-1", "follow": "false"])
        let later = try service.get("v1/events", ["after": "3", "follow": "false"])

        #expect(refused.status == 410)
        #expect(refused.text.contains("events after 1 are gone"))
        #expect(all.status == 200)
        #expect(all.text.contains("mesh"))
        #expect(later.status == 200)
    }
}
