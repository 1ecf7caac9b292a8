internal import Posix

/// Makes the record of a finished run smaller: one segment with large frames instead of one frame a commit.
///
/// Every attempt's end stays as it is. What goes: starts whose moment the end repeats, and the borders between
/// hand-overs that continue each other. Replaying gives the same state as before.
package struct Compaction: Sendable, Hashable {
    package var bytesBefore: Int64
    package var bytesAfter: Int64
    package var factsBefore: Int
    package var factsAfter: Int

    /// Compacts a run nobody writes to; the caller holds its lock.
    ///
    /// - Returns: none when something is damaged or nothing is there: the bytes stay as evidence.
    package static func run(_ folder: RunFolder) throws(ReadingProblem) -> Compaction? {
        guard let survey = try CompactionSurvey(of: folder) else { return nil }
        let target = SegmentFiles.path(1, in: folder.path)
        let draft = "\(target).draft"
        let (bytesBefore, _) = try inSystem { () throws(SystemFailure) in try folder.size() }
        let writer = try inSystem { () throws(SystemFailure) in
            try CompactWriter(path: draft, token: survey.token, dropping: survey.redundantStarts)
        }
        do throws(ReadingProblem) {
            let reader = folder.reader()
            while let frame = try reader.next() { try inSystem { () throws(SystemFailure) in try writer.add(frame) } }
            try inSystem { () throws(SystemFailure) in
                try writer.finish()
                try FileSystem.rename(draft, to: target)
                try FileSystem.synchronizeDirectory(folder.path)
            }
        } catch {
            // The first problem counts, not this one.
            do throws(SystemFailure) { try FileSystem.remove(draft) } catch {}
            throw error
        }
        return try inSystem { () throws(SystemFailure) in
            // From here on the other segments only repeat what the first holds; a reader passes over repetitions.
            for number in try SegmentFiles.numbers(in: folder.path) where number > 1 {
                try FileSystem.remove(SegmentFiles.path(number, in: folder.path))
            }
            try FileSystem.synchronizeDirectory(folder.path)
            return Compaction(
                bytesBefore: bytesBefore, bytesAfter: try folder.size().bytes, factsBefore: writer.factsRead,
                factsAfter: writer.factsWritten)
        }
    }
}
