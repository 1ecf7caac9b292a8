package import Model

/// What an old executor says became of one iteration it had taken.
package struct QCGIterationReport: Sendable, Hashable {
    package var job: String
    /// From 0, whatever the job's first iteration number is.
    package var offset: Int
    package var state: QCGState
    package var message: String

    package init(job: String, offset: Int, state: QCGState, message: String = "") {
        self.job = job
        self.offset = offset
        self.state = state
        self.message = message
    }

    /// Nothing for a state that waits for something, which changes nothing.
    ///
    /// - Parameter startedAt: when the executor took the iteration; the old program does not say when it started it.
    package func fact(of attempt: AttemptIdentifier, startedAt: Instant, at now: Instant) -> Fact? {
        let outcome: Outcome
        switch state {
        case .queued, .scheduled: return nil
        case .executing: return .attemptStarted(attempt, at: now)
        case .succeeded: outcome = .succeeded
        // Its exit code stays with the executor.
        case .failed: outcome = .exited(code: 1)
        case .cancelled: outcome = .cancelled
        // Handed out, and not run: somebody else may.
        case .omitted: outcome = .lost
        }
        return .attemptEnded(AttemptEnd(attempt: attempt, startedAt: startedAt, endedAt: now, outcome: outcome))
    }

    static func read(_ value: JSONValue?) throws(QCGRequestProblem) -> [QCGIterationReport] {
        guard let value, value.isList else { throw malformed }
        var reports: [QCGIterationReport] = []
        for element in value.elements {
            guard let name = element.field("id"), name.isText else { throw malformed }
            let offset = element.field("iteration")
            guard let number = offset == nil ? 0 : offset?.whole, number >= 0 else { throw malformed }
            let word = element.field("state")?.decoded ?? "None"
            guard let state = QCGState(rawValue: word) else {
                throw QCGRequestProblem("job state \(word) not known", .code)
            }
            let message = element.field("message")?.decoded ?? ""
            reports.append(QCGIterationReport(job: name.decoded, offset: number, state: state, message: message))
        }
        return reports
    }

    private static let malformed = QCGRequestProblem("Wrong format of `iterations_finished` request", .code)
}
