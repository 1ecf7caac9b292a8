/// A piece of the record that can't be read, and what is known of what was there.
package struct Damage: Sendable, Hashable {
    /// The unreadable bytes; several when it reaches over a segment's end, none when bytes are missing altogether.
    package var places: [SegmentPlace]
    /// The sequence numbers that are lost. Empty: none is, as with an unfinished commit or a damaged file header.
    package var missing: Range<Int>
    /// Whether more may be lost than `missing` says: nothing readable follows, so nobody knows how much was there.
    package var isOpenEnded: Bool
    /// Attempts whose hand-over is lost, as far as a later hand-over tells.
    package var attempts: Range<Int>
    /// Jobs whose submission is lost, as far as a later submission tells.
    package var jobs: Range<Int>

    /// Whether facts are lost, or may be.
    package var losesFacts: Bool { isOpenEnded || !missing.isEmpty }
}

extension Damage: CustomStringConvertible {
    /// `segment 2, bytes 4096 to 8191: facts 120 to 139 are lost; the hand-over of attempts 400 to 499 was among them`.
    package var description: String {
        let spots = places.map { "segment \($0.segment), bytes \($0.bytes.lowerBound) to \($0.bytes.upperBound - 1)" }
        var text = spots.isEmpty ? "between two segments" : spots.joined(separator: "; ")
        switch (missing.isEmpty, isOpenEnded) {
        case (true, false): text += ": no fact is lost"
        case (true, true): text += ": an unfinished commit, or facts from \(missing.lowerBound) on are lost"
        case (false, false): text += ": facts \(missing.lowerBound) to \(missing.upperBound - 1) are lost"
        case (false, true):
            text += ": facts \(missing.lowerBound) to \(missing.upperBound - 1) are lost, perhaps more"
        }
        if !attempts.isEmpty {
            text += "; the hand-over of attempts \(attempts.lowerBound) to \(attempts.upperBound - 1) was among them"
        }
        if !jobs.isEmpty { text += "; jobs \(jobs.lowerBound) to \(jobs.upperBound - 1) were submitted there" }
        return text
    }
}
