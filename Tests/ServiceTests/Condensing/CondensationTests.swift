import Model
import Posix
import Rehearsal
import Testing

@testable import Ledger
@testable import Service

@Suite("a living record without its removed jobs")
struct CondensationTests {
    @Test("says the same of all that is left, whatever the seed, at every step of the writing", arguments: 0..<20)
    func anySeed(block: Int) throws {
        for seed in block * 10..<block * 10 + 10 {
            let story = try RemovingStory(seed: seed)
            let facts = story.facts
            let expected = Remainder(of: facts)
            try withRecord(facts, story.commits) { run, folder in
                let last = try #require(try SegmentFiles.numbers(in: run.path).last)
                var numbers = SeededNumbers(seed: UInt64(seed))
                let border = Int.random(in: 2...last + 1, using: &numbers)
                var copies: [String] = []
                let condensed = try condense(run, before: border) { _ in
                    let copy = "\(folder)/copy\(copies.count)"
                    try? Self.copy(run.path, to: copy)
                    copies.append(copy)
                }

                #expect(condensed, "seed \(seed)")
                for path in copies + [run.path] {
                    let recording = try recording(of: path)
                    #expect(recording.damage.isEmpty, "seed \(seed), \(path)")
                    #expect(recording.nextSequence == facts.count, "seed \(seed), \(path)")
                    #expect(
                        Remainder.differences(Remainder(of: recording.facts), expected) == [], "seed \(seed), \(path)")
                }
                // Condensed once more, also what was left alone the first time.
                #expect(try condense(run, before: last + 1), "seed \(seed)")
                let twice = try Remainder(of: recording(of: run.path).facts)
                #expect(Remainder.differences(twice, expected) == [], "seed \(seed), twice")
            }
        }
    }

    @Test("a job that was removed leaves nothing but its number, and one that another depends on its ends")
    func stubs() throws {
        var story = Story(cores: 2)
        story.submit("gone", 0..<40)
        story.submit("needed", 0..<40)
        story.submit("left") { $0.dependencies = [Dependency(job: "needed", scope: .job)] }
        for (job, first) in [(0, 0), (1, 40)] {
            for iteration in 0..<40 {
                story.handOver(job, iteration..<iteration + 1, cores: 0..<1, at: 10)
                story.end(first + iteration, from: 10, to: 11)
            }
        }
        story.handOver(2, 0..<1, cores: 0..<1, at: 12)
        story.end(80, from: 12, to: 13)
        story.add(.jobsRemoved([JobIdentifier(0), JobIdentifier(1)], at: Story.at(14)))

        try withRecord(story.facts, Array(1...story.facts.count)) { run, _ in
            let last = try #require(try SegmentFiles.numbers(in: run.path).last)
            _ = try condense(run, before: last + 1)

            let facts = try recording(of: run.path).facts
            let told = facts.filter { if case .attemptEnded = $0 { true } else { false } }
            #expect(told.count == 1)
            #expect(
                facts.contains(
                    .tasksSettled(TaskRange(job: JobIdentifier(1), iterations: 0..<40), as: .succeeded)))
            #expect(Remainder.differences(Remainder(of: facts), Remainder(of: story.facts)) == [])
            #expect(try SegmentFiles.numbers(in: run.path) == [1])
        }
    }

    @Test("what stood before an attempt that was lost stays, since it tells that this one had not started")
    func entangled() throws {
        var story = Story(cores: 1)
        story.submit("gone")
        story.submit("left")
        let placement = Placement(parts: [
            Placement.Part(node: NodeIdentifier(0), cores: [Placement.CoreShare(position: 0)])
        ])
        let tasks = [0, 1].map { TaskRange(job: JobIdentifier($0), iterations: 0..<1) }
        story.add(
            .attemptsHandedOver(
                HandOver(
                    firstAttempt: AttemptIdentifier(0), placement: placement, after: nil, tasks: tasks,
                    at: Story.at(10))))
        story.add(.nodeLost(NodeIdentifier(0), at: Story.at(20)))
        for attempt in [1, 0] { story.end(attempt, from: nil, to: 20, .lost) }
        for job in [1, 0] {
            story.add(.taskReturned(Story.task(job, 0), readyAt: Story.at(20), memory: .zero))
        }
        story.add(.tasksCancelled(tasks[0], at: Story.at(30)))
        story.add(.jobsRemoved([JobIdentifier(0)], at: Story.at(40)))

        try withRecord(story.facts, Array(1...story.facts.count)) { run, _ in
            let last = try #require(try SegmentFiles.numbers(in: run.path).last)
            _ = try condense(run, before: last + 1)

            let facts = try recording(of: run.path).facts
            #expect(Remainder.differences(Remainder(of: facts), Remainder(of: story.facts)) == [])
        }
    }

    @Test("a reader that has begun reads on what was there")
    func readers() throws {
        let story = try RemovingStory(seed: 3)
        let facts = story.facts
        try withRecord(facts, story.commits) { run, _ in
            let begun = run.reader()
            var seen = try #require(try begun.next()).facts
            let last = try #require(try SegmentFiles.numbers(in: run.path).last)
            _ = try condense(run, before: last + 1)

            while let frame = try begun.next() { seen += frame.facts }

            #expect(seen == facts)
            #expect(try begun.conclude().isEmpty)
        }
    }

    @Test("a reader that stood at an end that is no more says so, and one that begins anew finds everything")
    func lost() throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-condensing")
        defer { try? FileSystem.removeTree(folder) }
        let run = RunFolder(path: folder, number: 1)
        let writer = try LedgerWriter(folder: folder, token: 7)
        func writeSegment() throws {
            for number in 0..<3 {
                writer.append(number == 0 ? .heldBack(at: Story.at(1)) : .resumed(at: Story.at(2)))
                try writer.commit()
            }
            _ = writer.endSegment()
        }
        try writeSegment()
        let reader = run.reader()
        while try reader.next() != nil {}
        for _ in 0..<3 { try writeSegment() }

        #expect(try condense(run, before: 4))

        #expect(throws: ReadingProblem.condensed(folder: folder)) { while try reader.next() != nil {} }
        let again = try recording(of: folder)
        #expect(again.nextSequence == 12 && again.damage.isEmpty)
    }

    @Test("a record with losses is left as it is")
    func damaged() throws {
        let story = try RemovingStory(seed: 5)
        let facts = story.facts
        try withRecord(facts, story.commits) { run, _ in
            let path = SegmentFiles.path(1, in: run.path)
            var bytes = try FileSystem.content(of: path)
            bytes[bytes.count / 2] ^= 1
            try FileSystem.replace(path, with: bytes)
            let last = try #require(try SegmentFiles.numbers(in: run.path).last)

            #expect(try Condensation(of: run, before: last + 1) == nil)
            #expect(try FileSystem.content(of: path) == bytes)
        }
    }

    private func condense(
        _ run: RunFolder, before border: Int, passed: @escaping (Condensation.Step) -> Void = { _ in }
    ) throws -> Bool {
        guard let condensation = try Condensation(of: run, before: border, passed: passed) else { return false }
        var ended = EndedTasks(of: condensation.stubs)
        guard try condensation.write(ended: { ended.take($0) }, dropped: { _ in true }) else { return false }
        try condensation.replace()
        return true
    }

    /// Calls the body with the facts in small segments.
    ///
    /// - Parameter commits: how many facts there are by the end of each.
    private func withRecord(_ facts: [Fact], _ commits: [Int], _ body: (RunFolder, String) throws -> Void) throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-condensing")
        defer { try? FileSystem.removeTree(folder) }
        let run = RunFolder(path: folder + "/run", number: 1)
        try FileSystem.makeDirectories(run.path, mode: 0o700)
        let writer = try LedgerWriter(folder: run.path, token: 7, largestSegment: 2000)
        for (start, end) in zip([0] + commits, commits) {
            writer.append(Array(facts[start..<end]))
            try writer.commit()
        }
        try body(run, folder)
    }

    private func recording(of path: String) throws -> (facts: [Fact], damage: [Damage], nextSequence: Int) {
        let reader = LedgerReader(folder: path)
        var facts: [Fact] = []
        while let frame = try reader.next() { facts += frame.facts }
        return (facts, try reader.conclude(), reader.nextSequence)
    }

    private static func copy(_ source: String, to target: String) throws {
        try FileSystem.makeDirectories(target, mode: 0o700)
        for name in try FileSystem.names(in: source) {
            try FileSystem.replace("\(target)/\(name)", with: FileSystem.content(of: "\(source)/\(name)"))
        }
    }
}
