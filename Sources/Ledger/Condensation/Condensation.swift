package import Model
package import Posix

/// The closed segments of a living record, written anew without what concerns removed jobs.
///
/// What others ask of removed jobs stays: how their tasks ended, where somebody depends on them, and that their numbers
/// were given. Replaying gives the same state, for all that is left.
/// - Order: `write`, then `replace`. Killed at any moment, the record says the same as before or as after.
package final class Condensation {
    package enum Step: Sendable, Hashable {
        /// The new segment is durable under another name.
        case written
        /// It stands in the place of the first; the others only repeat what it holds.
        case replaced
        /// One of the others is gone.
        case removed(segment: Int)
    }

    /// Facts in the closed segments, and how many of them tell of attempts that need not stay.
    package let facts: Int
    package let droppedFacts: Int
    /// Removed jobs of which only stays how their tasks ended.
    package let stubs: Set<JobIdentifier>

    private let folder: RunFolder
    private let border: Int
    private let survey: CondensationSurvey
    private let passed: (Step) -> Void
    private var isWritten = false
    /// The sequence number of the first fact that is left alone, when the segment was written.
    package private(set) var nextSequence = 0

    private var target: String { SegmentFiles.path(1, in: folder.path) }
    private var draft: String { Self.draft(in: folder) }
    private static func draft(in folder: RunFolder) -> String { SegmentFiles.path(1, in: folder.path) + ".draft" }

    /// Reads what is there; none when facts are lost, or none are there: the bytes stay as evidence.
    ///
    /// - Parameter border: the first segment that may still grow.
    /// - Parameter passed: told what is done, for tests.
    package init?(
        of folder: RunFolder, before border: Int, passed: @escaping (Step) -> Void = { _ in }
    ) throws(ReadingProblem) {
        guard let survey = try CondensationSurvey(of: folder, before: border) else { return nil }
        self.folder = folder
        self.border = border
        self.survey = survey
        self.passed = passed
        facts = survey.facts
        droppedFacts = survey.droppedFacts
        stubs = Set(survey.stubs.map { JobIdentifier($0) })
    }

    /// Writes the new segment beside the old ones.
    ///
    /// - Parameter ended: told every fact in turn; answers which tasks of `stubs` have ended with it, and how.
    /// - Parameter dropped: told the ends of attempts that don't stay; answers whether to go on.
    /// - Returns: whether it was written to its end.
    package func write(
        ended: (Fact) -> [(TaskIdentifier, TaskState)], dropped: ([AttemptEnd]) -> Bool
    ) throws(ReadingProblem) -> Bool {
        do throws(ReadingProblem) { isWritten = try writeDraft(ended, dropped) } catch {
            try? Self.sweep(folder)
            throw error
        }
        if isWritten { passed(.written) }
        return isWritten
    }

    private func writeDraft(
        _ ended: (Fact) -> [(TaskIdentifier, TaskState)], _ dropped: ([AttemptEnd]) -> Bool
    ) throws(ReadingProblem) -> Bool {
        let writer = try inSystem { () throws(SystemFailure) in
            try CompactWriter(path: draft, token: survey.token, dropping: survey.redundantStarts)
        }
        var sieve = FactSieve(survey)
        let reader = folder.reader()
        var last: LedgerFrame?
        while var frame = try reader.next(), frame.segment < border {
            frame.facts = frame.facts.flatMap { sieve.sieve($0, ended: ended($0)) }
            guard dropped(sieve.takeDroppedEnds()) else { return false }
            if let last { try inSystem { () throws(SystemFailure) in try writer.add(last) } }
            last = frame
        }
        guard var last else { return false }
        last.facts += sieve.finish()
        nextSequence = last.sequence + last.covered
        try inSystem { () throws(SystemFailure) in
            try writer.add(last)
            try writer.finish()
        }
        return true
    }

    /// Puts the new segment in the place of the old ones.
    package func replace() throws(SystemFailure) {
        precondition(isWritten, "what replaces the old segments is written before")
        try FileSystem.rename(draft, to: target)
        try FileSystem.synchronizeDirectory(folder.path)
        passed(.replaced)
        // From here on they only repeat what the first holds; a reader passes over repetitions.
        for number in try SegmentFiles.numbers(in: folder.path) where number > 1 && number < border {
            try FileSystem.remove(SegmentFiles.path(number, in: folder.path))
            passed(.removed(segment: number))
        }
        try FileSystem.synchronizeDirectory(folder.path)
    }

    /// Removes what a process left that was killed while it wrote.
    package static func sweep(_ folder: RunFolder) throws(SystemFailure) {
        if FileSystem.exists(draft(in: folder)) { try FileSystem.remove(draft(in: folder)) }
    }
}
