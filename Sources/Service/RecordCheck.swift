internal import Ledger
internal import Model
package import Posix

/// What reading a run's whole record found: how much is there, and what is damaged.
package struct RecordCheck: Sendable, Hashable {
    package let run: Int
    /// Whether a living process still writes it, so that its last commit may be under way.
    package let isGoing: Bool
    package let segments: Int
    package let bytes: Int64
    package let facts: Int
    package let attemptsEnded: Int
    package let damage: [Finding]
    /// The names of the jobs that what is lost may concern, in the order they were submitted; a number in brackets for
    /// one whose submission is lost too.
    package let concernedJobs: [String]
    /// Tasks of a run that is over whose attempt has no recorded end, since it is lost or never came.
    package let openTasks: Int
    /// Ends of attempts whose hand-over is lost, so that nobody knows which task they belong to.
    package let endsWithoutHandOver: Int
    /// Why the record can't be read at all; none when it can.
    package let problem: String?

    /// A damaged place.
    package struct Finding: Sendable, Hashable {
        /// A sentence's part, without a stop.
        package let text: String
        package let losesFacts: Bool
        /// Sequence numbers of facts.
        package let missing: Range<Int>
        /// Whether more may be lost than `missing` says.
        package let isOpenEnded: Bool
    }

    /// Whether nothing is missing.
    package var isSound: Bool { problem == nil && !damage.contains(where: \.losesFacts) }
}

extension RecordCheck {
    static func of(_ folder: RunFolder, isGoing: Bool, index: LedgerIndex) -> RecordCheck {
        do throws(ReadingProblem) {
            let reader = folder.reader()
            _ = try reader.next()
            // While it is being written the index may be ahead of what was read a moment before.
            let token = isGoing ? nil : reader.token
            let highestSeen = token.flatMap { index.highestSequence(of: folder.number, token: $0) }
            return RecordCheck(folder, try LedgerCheck.run(folder, highestSeen: highestSeen), isGoing: isGoing)
        } catch {
            return RecordCheck(folder, unreadable: error.description, isGoing: isGoing)
        }
    }

    private init(_ folder: RunFolder, unreadable problem: String, isGoing: Bool) {
        run = folder.number
        self.isGoing = isGoing
        self.problem = problem
        (segments, bytes, facts, attemptsEnded, openTasks, endsWithoutHandOver) = (0, 0, 0, 0, 0, 0)
        damage = []
        concernedJobs = []
    }

    private init(_ folder: RunFolder, _ check: LedgerCheck, isGoing: Bool) {
        run = folder.number
        self.isGoing = isGoing
        problem = nil
        segments = check.segments
        bytes = check.bytes
        facts = check.facts
        attemptsEnded = check.attemptsEnded
        openTasks = isGoing ? 0 : check.openTasks.values.reduce(0) { $0 + $1.count }
        endsWithoutHandOver = check.endsWithoutHandOver
        // What stands at the end of a record that is being written is a commit on its way.
        let found = isGoing ? check.damage.filter { !$0.isOpenEnded } : check.damage
        damage = found.map {
            Finding(text: $0.description, losesFacts: $0.losesFacts, missing: $0.missing, isOpenEnded: $0.isOpenEnded)
        }
        concernedJobs = damage.contains(where: \.losesFacts) ? Self.names(of: check.concernedJobs, in: folder) : []
    }

    private static func names(of jobs: [Int], in folder: RunFolder) -> [String] {
        var names: [Int: String] = [:]
        let reader = folder.reader()
        while let frame = try? reader.next() {
            for fact in frame.facts {
                guard case .jobsSubmitted(let first, let submitted, _, _) = fact else { continue }
                for (offset, job) in submitted.enumerated() { names[first.number + offset] = job.name }
            }
        }
        return jobs.map { names[$0] ?? "[\($0)]" }
    }
}

extension RunShelf {
    /// Reads the record of the run with that number, or of every run, in the order of their numbers.
    ///
    /// - Returns: nothing when there is no such run.
    package func check(_ number: Int?) throws(SystemFailure) -> [RecordCheck] {
        let index = LedgerIndex(files.state)
        var checks: [RecordCheck] = []
        for folder in try files.folders() where number == nil || folder.number == number {
            let isGoing = ((try? RunLock.holder(of: folder.path)) ?? nil) != nil
            checks.append(.of(folder, isGoing: isGoing, index: index))
        }
        return checks
    }
}
