internal import Model

/// What a first reading of the closed segments tells the second, which writes.
struct CondensationSurvey {
    let token: UInt64
    /// Jobs of which nothing stays but that their numbers were given.
    let forgotten: Set<Int>
    /// Removed jobs of which only stays how they ended.
    let stubs: Set<Int>
    /// Attempts whose start says nothing that their end does not repeat.
    let redundantStarts: AttemptNumbers
    let facts: Int
    /// How many of these tell of attempts that need not stay.
    let droppedFacts: Int

    /// None when facts are lost, or none are there.
    ///
    /// - Parameter border: the first segment that is left alone.
    init?(of folder: RunFolder, before border: Int) throws(ReadingProblem) {
        let reader = folder.reader()
        var reading = Reading()
        var isFollowed = false
        while let frame = try reader.next() {
            // Whether something is missing at the end of the last closed segment is shown by what follows it.
            isFollowed = frame.segment >= border
            if isFollowed { break }
            for fact in frame.facts { reading.take(fact) }
        }
        guard let token = reader.token, reading.facts > 0 else { return nil }
        let damage = isFollowed ? reader.damage : try reader.conclude()
        if damage.contains(where: \.losesFacts) { return nil }
        self.token = token
        (forgotten, stubs) = reading.ties.settled()
        redundantStarts = reading.redundant
        facts = reading.facts
        let gone = forgotten.union(stubs)
        droppedFacts = reading.factsOf.reduce(0) { gone.contains($1.key) ? $0 + $1.value : $0 }
    }

    private struct Reading {
        var ties = JobTies()
        var chains = OpenChains()
        var starts: [Int: Instant] = [:]
        var redundant = AttemptNumbers()
        var facts = 0
        /// How many facts tell of a job's attempts.
        var factsOf: [Int: Int] = [:]

        mutating func take(_ fact: Fact) {
            facts += 1
            switch fact {
            case .jobsSubmitted(let first, let jobs, _, _): ties.submit(jobs, first: first.number)
            case .jobsRemoved(let jobs, _): ties.remove(jobs)
            case .attemptsHandedOver(let handOver): chains.insert(handOver)
            case .attemptStarted(let attempt, let at): starts[attempt.number] = at
            case .attemptEnded(let end): take(end)
            case .attemptsTakenBack(let first, let count, _):
                for attempt in first.number..<first.number + max(count, 0) { chains.remove(attempt) }
            default: break
            }
        }

        private mutating func take(_ end: AttemptEnd) {
            let number = end.attempt.number
            // Of a lost one the history hears before its end, by its node.
            let start = starts.removeValue(forKey: number)
            if let start, start == end.startedAt, end.outcome != .lost { redundant.insert(number) }
            guard let job = chains.job(of: number) else { return }
            if end.outcome == .lost { ties.entangle(job, with: chains.jobs(before: number)) }
            chains.remove(number)
            factsOf[job, default: 0] += 1
        }
    }
}
