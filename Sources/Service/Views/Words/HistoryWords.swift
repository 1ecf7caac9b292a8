import Model
import Service

/// What happened to a task, as a line of its history.
enum HistoryWords {
    static func text(of cause: AttemptHistory.Cause, in history: History) -> String {
        switch cause {
        case .submitted: "submitted"
        case .handedOver: "handed over"
        case .started: "started"
        case .ended(_, let outcome): "ended: \(Phrases.outcome(outcome))"
        case .takenBack: "taken back before it started"
        case .returned(let readyAt):
            readyAt <= history.sessions.last ? "ready again" : "to be tried again at \(CalendarTime.local(readyAt))"
        case .failed: "failed"
        case .skipped(let because): "skipped, since \(Phrases.task(because, in: history)) did not succeed"
        case .cancelRequested: "its end was asked for"
        case .retryRequested: "asked to be tried again"
        }
    }
}

/// Where an attempt's output is, in a few words.
enum OutputWords {
    static func text(of output: CapturedOutput) -> String {
        let parts = [(output.standardOutput, "standard output"), (output.standardError, "standard error")]
        return parts.compactMap { location, name in
            switch location {
            case .nothing: nil
            case .log(_, let count), .file(let count): "\(Bytes(count)) to \(name)"
            }
        }.joined(separator: ", ")
    }
}
