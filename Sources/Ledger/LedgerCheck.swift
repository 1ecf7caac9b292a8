internal import Model
internal import Posix

/// What `rota ledger check` found in a run's record.
package struct LedgerCheck: Sendable, Hashable {
    package var segments = 0
    package var bytes: Int64 = 0
    package var frames = 0
    package var facts = 0
    /// One more than the highest sequence number that was read.
    package var nextSequence = 0
    package var token: UInt64?
    package var isClosed = false
    package var damage: [Damage] = []
    package var attemptsEnded = 0
    /// Attempts that were handed over and neither ended nor were taken back, by job, both ascending. In a run that is
    /// over, these are the tasks that lost facts may concern.
    package var openTasks: [Int: [Int]] = [:]
    /// Ends whose hand-over is lost; nothing can be said of their tasks.
    package var endsWithoutHandOver = 0

    /// Whether facts are lost, or may be.
    package var losesFacts: Bool { damage.contains(where: \.losesFacts) }

    /// The jobs, ascending, that what is lost may concern: those with open tasks, and those never heard of.
    package var concernedJobs: [Int] {
        guard losesFacts else { return [] }
        var jobs = Set(openTasks.keys)
        for damage in damage { jobs.formUnion(damage.jobs) }
        return jobs.sorted()
    }

    /// Reads the whole record.
    ///
    /// - Parameter highestSeen: the highest sequence number the index has seen in this run.
    package static func run(_ folder: RunFolder, highestSeen: Int? = nil) throws(ReadingProblem) -> LedgerCheck {
        var check = LedgerCheck()
        var open: [Int: TaskIdentifier] = [:]
        let reader = folder.reader()
        while let frame = try reader.next() {
            check.frames += 1
            check.facts += frame.facts.count
            for fact in frame.facts { check.note(fact, &open) }
        }
        (check.bytes, check.segments) = try inSystem { () throws(SystemFailure) in try folder.size() }
        check.nextSequence = reader.nextSequence
        check.token = reader.token
        check.damage = try reader.conclude(highestSeen: highestSeen)
        for task in open.values.sorted() { check.openTasks[task.job.number, default: []].append(task.iteration) }
        return check
    }

    private mutating func note(_ fact: Fact, _ open: inout [Int: TaskIdentifier]) {
        switch fact {
        case .runOpened: isClosed = false
        case .runClosed: isClosed = true
        case .attemptsHandedOver(let handOver):
            for (attempt, task) in handOver.attempts { open[attempt.number] = task }
        case .attemptEnded(let end):
            attemptsEnded += 1
            if open.removeValue(forKey: end.attempt.number) == nil { endsWithoutHandOver += 1 }
        case .attemptsTakenBack(let first, let count, _):
            // Those that are open, since a damaged record may claim any number.
            for number in open.keys where number >= first.number && number - first.number < count {
                open[number] = nil
            }
        default: break
        }
    }
}
