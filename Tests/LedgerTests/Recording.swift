import Model
import Posix

@testable import Ledger

/// What a reader made of a folder.
struct Recording: Equatable {
    var facts: [Fact] = []
    var frames: [LedgerFrame] = []
    var damage: [Damage] = []

    init(of folder: String, highestSeen: Int? = nil) throws(ReadingProblem) {
        let reader = LedgerReader(folder: folder)
        while let frame = try reader.next() {
            frames.append(frame)
            facts += frame.facts
        }
        damage = try reader.conclude(highestSeen: highestSeen)
    }
}

/// Writes facts, so many a commit.
func record(
    _ facts: [Fact], in folder: String, perCommit: Int, largestSegment: Int64 = LedgerWriter.ordinarySegment
) throws {
    let writer = try LedgerWriter(folder: folder, token: 0x0123_4567_89AB_CDEF, largestSegment: largestSegment)
    for start in stride(from: 0, to: facts.count, by: perCommit) {
        writer.append(Array(facts[start..<min(start + perCommit, facts.count)]))
        try writer.commit()
    }
}
