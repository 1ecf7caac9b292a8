import Model
import Posix
import Testing

@testable import Ledger
import Wire

/// Prints how fast the record is; asserts nothing about time, since the machine may be busy with other things.
///
/// The size is judged: it does not depend on the machine. In debug builds a tenth of the tasks is recorded.
@Suite struct SpeedTests {
    let folder: TemporaryFolder
    #if DEBUG
        static let tasks = 100_000
    #else
        static let tasks = 1_000_000
    #endif

    init() throws { folder = try TemporaryFolder() }

    @Test("a million ended tasks take under 50 MB with the index, before compaction and after")
    func millionTasks() throws {
        let state = StateFolder(path: folder.path)
        let run = try state.makeRun()
        let facts = Samples.opening + Samples.work(0, Self.tasks)
        var packer = FactPacker()
        packer.reset(reserving: 0)
        let packing = measured { for fact in facts { packer.put(fact) } }
        let unpacking = try measured { _ = try unpacked(packer.bytes) }
        // 15: what ends in 5 ms at 3000 tasks a second; not made durable here, since the disk is not what is measured.
        let writer = try LedgerWriter(folder: run.path, token: 1, nextSequence: 0, largestSegment: 1 << 26) { _ in }
        let writing = try measured {
            for (position, fact) in facts.enumerated() {
                writer.append(fact)
                if position % 15 == 14 { try writer.commit() }
            }
            try writer.commit()
        }
        var count = 0
        let reading = try measured {
            let reader = run.reader()
            while let frame = try reader.next() { count += frame.facts.count }
        }
        let before = try run.size().bytes
        let compacting = try measured { _ = try Compaction.run(run) }
        let after = try run.size().bytes
        let index = LedgerIndex(state)
        let indexing = try measured { _ = try index.places(of: nil, in: run) }
        let indexSize = try FileSystem.status(of: "\(state.path)/index.sqlite").size
        let checking = try measured { _ = try LedgerCheck.run(run) }

        #expect(count == facts.count)
        #expect(before + indexSize < 50 * Int64(Self.tasks))
        #expect(after < before)
        func perTask(_ size: Int64) -> String { "\(Double(size * 10 / Int64(Self.tasks)) / 10) bytes a task" }
        print(
            """
            \(facts.count) facts, milliseconds: packing \(packing), unpacking \(unpacking), writing 15 a frame \
            \(writing), reading \(reading), compacting \(compacting), indexing \(indexing), checking \(checking). \
            \(perTask(before)), \(perTask(after)) compacted, the index \(indexSize) bytes
            """)
    }

    @Test("a hundred thousand jobs, and one of a million lines, are packed and unpacked whole")
    func manyJobs() throws {
        let jobs = (0..<100_000).map { Samples.job("job-\($0)", 1) }
        let values = Iterations.Column(values: .list(Texts((0..<1_000_000).map { "line \($0)" })))
        var lines = Samples.job("lines", 0)
        lines.iterations = Iterations(columns: [values])
        for submitted in [jobs, [lines]] {
            let fact = Fact.jobsSubmitted(first: JobIdentifier(0), jobs: submitted, at: .zero)
            var packer = FactPacker()
            let packing = measured { packer.put(fact) }
            var read: [Fact] = []
            let unpacking = try measured { read = try unpacked(packer.bytes) }

            #expect(read == [fact])
            print("\(submitted.count) jobs in \(packer.bytes.count) bytes: packing \(packing) ms, \(unpacking) back")
        }
    }

    @Test("a hundred facts a commit, each commit durable, are all there")
    func durable() throws {
        let facts = Samples.work(0, 10_000)
        let committing = try measured { try record(facts, in: folder.path, perCommit: 100) }

        #expect(try Recording(of: folder.path).facts == facts)
        print("\(facts.count) facts in \(facts.count / 100) durable commits: \(committing) ms")
    }

    private func measured(_ body: () throws -> Void) rethrows -> Int64 {
        let start = Clock.monotonicNanoseconds()
        try body()
        return (Clock.monotonicNanoseconds() - start) / 1_000_000
    }
}
