import Ledger
import Model
import Posix
import Testing

@testable import Service

/// What is done for a record beside writing it.
@Suite struct RecordKeepingTests {
    private let bench: Bench
    private var state: StateFolder { StateFolder(path: bench.state) }

    init() throws { bench = try Bench.make() }

    private func keeping() -> RecordKeeping { RecordKeeping(state, bench.run, token: 7) }

    /// A complete run of so many tasks, a few facts a commit.
    private func record(_ tasks: Int) throws -> [Fact] {
        var story = Story()
        story.submit("task", 0..<tasks)
        for task in 0..<tasks {
            let at = Int64(task)
            let attempt = story.handOver(0, task..<(task + 1), cores: 0..<1, at: at)
            story.end(attempt, from: at, to: at + 1, processor: 1, memory: .mebibytes(1))
        }
        story.add(.runClosed(.complete, at: Story.at(Int64(tasks))))
        try bench.record(story.facts, perCommit: 3)
        return story.facts
    }

    // 20,000 tasks: somewhat more than the mebibyte from which on packing is worthwhile.
    private static let many = 20_000

    @Test("the record of a complete run is packed when it is large, and says the same as before")
    func packs() throws {
        defer { bench.remove() }
        let facts = try record(Self.many)
        let before = try bench.run.size()

        keeping().conclude(facts.count - 1, isComplete: true)

        let after = try bench.run.size()
        #expect(before.bytes > 1 << 20)
        #expect(after.bytes < before.bytes)
        #expect(try bench.facts().outcomes() == facts.outcomes())
        #expect(try RunShelf(statePath: bench.state, directory: bench.folder).check(1).allSatisfy(\.isSound))
    }

    @Test("a small record, one of a stopped run, and a damaged one stay as they are")
    func leaves() throws {
        defer { bench.remove() }
        var facts = try record(10)
        let small = try bench.run.size()
        keeping().conclude(facts.count - 1, isComplete: true)
        #expect(try bench.run.size() == small)

        facts = try record(Self.many)
        let large = try bench.run.size()
        keeping().conclude(facts.count - 1, isComplete: false)
        #expect(try bench.run.size() == large)

        let frames = try bench.frames()
        try bench.harm(frames[frames.count / 2])
        keeping().conclude(facts.count - 1, isComplete: true)
        #expect(try bench.run.size() == large)
    }

    @Test("nothing needs the index: gone, made a folder, or never possible, the run and its readers do without")
    func withoutIndex() throws {
        defer { bench.remove() }
        let facts = try record(10)
        let keeping = keeping()
        let path = "\(bench.state)/index.sqlite"
        keeping.conclude(facts.count - 1, isComplete: true)
        #expect(FileSystem.exists(path))

        try FileSystem.remove(path)
        keeping.conclude(facts.count - 1, isComplete: true)
        try? FileSystem.remove(path)
        try FileSystem.makeDirectory(path)
        self.keeping().conclude(facts.count - 1, isComplete: true)

        let shelf = RunShelf(statePath: bench.state, directory: bench.folder)
        #expect(try shelf.run(1)?.summary().damage == [])
        #expect(try shelf.check(nil).map(\.isSound) == [true])
    }

    @Test("the check says what is missing, whom it may concern, and what it can't know")
    func checks() throws {
        defer { bench.remove() }
        _ = try record(10)
        let shelf = RunShelf(statePath: bench.state, directory: bench.folder)
        let sound = try #require(try shelf.check(1).first)
        #expect(sound.isSound && sound.damage.isEmpty && sound.attemptsEnded == 10 && sound.openTasks == 0)

        let frames = try bench.frames()
        try bench.harm(frames[2])
        let harmed = try #require(try shelf.check(1).first)

        #expect(!harmed.isSound)
        #expect(harmed.damage.map(\.missing) == [frames[2].sequence..<(frames[2].sequence + frames[2].covered)])
        #expect(harmed.concernedJobs == ["task"])
        #expect(harmed.openTasks + harmed.endsWithoutHandOver > 0)
        #expect(try shelf.check(2).isEmpty)
    }
}
