import Ledger
import Model
import Posix
import Testing

@testable import Service

@Suite struct IndexedRecordTests {
    @Test("what the index tells of a task is what reading everything tells", arguments: 1..<5)
    func same(seed: UInt64) throws {
        var story = RandomStory(seed: seed, tasks: 3000)
        let bench = try IndexBench()
        defer { bench.remove() }
        try bench.write(story.facts) { 1 + story.number(40) }
        let (whole, indexed) = (bench.record(indexedFrom: .max), bench.record(indexedFrom: 0))
        let outline = try indexed.outline()
        #expect(!outline.isWhole)
        let job = try #require(outline.history.record(named: "many"))

        let expected = try whole.attempts(of: job, iterations: 0..<3000)

        for _ in 0..<8 {
            let first = story.number(3000)
            let iterations = first..<min(3000, first + 1 + story.number(50))
            let told = try indexed.attempts(of: job, iterations: iterations)

            #expect(told.tasks == Array(expected.tasks[iterations]), "seed \(seed), tasks \(iterations)")
            #expect(told.history.sessions.last == expected.history.sessions.last, "seed \(seed)")
            for task in told.tasks.map(\.task) {
                #expect(told.history.state(of: task) == expected.history.state(of: task), "seed \(seed), \(task)")
            }
        }
    }

    @Test("the outline of a run knows its nodes and jobs, and little of a large record is read for it")
    func outline() throws {
        let story = RandomStory(seed: 1, tasks: 3000)
        let bench = try IndexBench()
        defer { bench.remove() }
        try bench.write(story.facts) { 30 }
        var read = 0

        let indexed = bench.record(indexedFrom: 0)
        let answer = try indexed.collect(nil, into: History()) {
            read += 1
            $0.take($1)
        }

        let whole = try bench.record(indexedFrom: .max).outline()
        #expect(whole.isWhole && !answer.isWhole)
        #expect(answer.collected.jobs.map(\.job) == whole.history.jobs.map(\.job))
        #expect(answer.collected.nodes.map(\.node) == whole.history.nodes.map(\.node))
        #expect(answer.collected.sessions.spans.count == whole.history.sessions.spans.count)
        #expect(read < story.facts.count / 2)
    }

    @Test("a place that was damaged after it was indexed makes everything be read")
    func damaged() throws {
        let bench = try IndexBench()
        defer { bench.remove() }
        try bench.write(RandomStory(seed: 2, tasks: 3000).facts) { 30 }
        _ = try bench.record(indexedFrom: 0).outline()
        let path = SegmentFiles.path(1, in: bench.run.path)
        var bytes = try FileSystem.content(of: path)
        bytes[60] ^= 1
        try FileSystem.replace(path, with: bytes)

        #expect(try bench.record(indexedFrom: 0).outline().isWhole)
    }
}

/// A state folder with one run that is over.
private struct IndexBench {
    let folder: String
    let state: StateFolder
    let run: RunFolder

    init() throws {
        folder = try FileSystem.makeTemporaryDirectory("index")
        state = StateFolder(path: "\(folder)/.rota")
        run = try state.makeRun()
    }

    func remove() { try? FileSystem.removeTree(folder) }

    func write(_ facts: [Fact], perCommit: () -> Int) throws {
        let writer = try LedgerWriter(folder: run.path, token: 7)
        var rest = facts[...]
        while !rest.isEmpty {
            let count = perCommit()
            writer.append(Array(rest.prefix(count)))
            try writer.commit()
            rest = rest.dropFirst(count)
        }
    }

    func record(indexedFrom size: Int64) -> RunRecord {
        RunRecord(run, in: state, isGoing: false, indexedSize: size)
    }
}
