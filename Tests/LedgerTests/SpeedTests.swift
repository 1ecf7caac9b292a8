import Model
import Posix
import Testing

@testable import Ledger

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

    @Test("a million ended tasks take under 50 MB, before compaction and after")
    func millionTasks() throws {
        let facts = Samples.opening + Samples.work(0, Self.tasks)
        var packer = FactPacker()
        packer.reset(reserving: 0)
        let packing = measured { for fact in facts { packer.put(fact) } }
        let unpacking = try measured { _ = try unpacked(packer.bytes) }
        let committing = try measured { try record(facts, in: folder.path, perCommit: 100) }
        var count = 0
        let reading = try measured {
            let reader = LedgerReader(folder: folder.path)
            while let frame = try reader.next() { count += frame.facts.count }
        }
        let size = try SegmentFiles.numbers(in: folder.path).reduce(0) {
            $0 + (try FileSystem.status(of: SegmentFiles.path($1, in: folder.path)).size)
        }

        #expect(count == facts.count)
        #expect(size < 50 * Int64(Self.tasks))
        print(
            """
            \(facts.count) facts: packed in \(packing) ms, unpacked in \(unpacking) ms, committed a hundred at a time \
            in \(committing) ms, read in \(reading) ms; \(Double(size) / Double(Self.tasks)) bytes a task
            """)
    }

    private func measured(_ body: () throws -> Void) rethrows -> Int64 {
        let start = Clock.monotonicNanoseconds()
        try body()
        return (Clock.monotonicNanoseconds() - start) / 1_000_000
    }
}
