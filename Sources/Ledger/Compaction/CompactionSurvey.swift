internal import Model

/// What a first reading tells that the second, which writes, must know.
struct CompactionSurvey {
    let token: UInt64
    /// Attempts whose start says nothing that their end does not repeat.
    let redundantStarts: AttemptNumbers

    /// None when facts are lost, or none are there.
    init?(of folder: RunFolder) throws(ReadingProblem) {
        let reader = folder.reader()
        var starts: [Int: Instant] = [:]
        var redundant = AttemptNumbers()
        while let frame = try reader.next() {
            for fact in frame.facts {
                switch fact {
                case .attemptStarted(let attempt, let at): starts[attempt.number] = at
                case .attemptEnded(let end):
                    // Of a lost one the history hears before its end, by its node.
                    let start = starts.removeValue(forKey: end.attempt.number)
                    if let start, start == end.startedAt, end.outcome != .lost {
                        redundant.insert(end.attempt.number)
                    }
                default: break
                }
            }
        }
        guard let token = reader.token, reader.nextSequence > 0 else { return nil }
        if try reader.conclude().contains(where: \.losesFacts) { return nil }
        self.token = token
        redundantStarts = redundant
    }
}
