internal import Dialects
internal import Model
internal import Posix

/// What happened to a task, as a line of its history.
enum HistoryWords {
    /// The words, and the moment in them when there is one.
    static func text(of cause: AttemptHistory.Cause, in history: History) -> (text: String, moment: Instant?) {
        switch cause {
        case .submitted: ("submitted", nil)
        case .handedOver: ("handed over", nil)
        case .started: ("started", nil)
        case .paused: ("paused: its processes stand still", nil)
        case .unpaused(let placement): ("goes on, on \(Phrases.placement(placement, in: history))", nil)
        case .resized(let placement): (resized(placement, in: history), nil)
        case .adjustmentFailed(let errorNumber): (failed(errorNumber), nil)
        case .ended(_, let outcome): ("ended: \(Phrases.outcome(outcome))", nil)
        case .takenBack: ("taken back before it started", nil)
        case .returned(let readyAt):
            readyAt <= history.sessions.last
                ? ("ready again", nil) : ("to be tried again at \(Dates.text(readyAt))", readyAt)
        case .failed: ("failed", nil)
        case .skipped(let because): ("skipped, since \(Phrases.task(because, in: history)) did not succeed", nil)
        case .cancelRequested: ("its end was asked for", nil)
        case .retryRequested: ("asked to be tried again", nil)
        }
    }

    /// What became of its width.
    static func resized(_ placement: Placement, in history: History) -> String {
        "now \(Phrases.cores(placement.width)) wide, on \(Phrases.placement(placement, in: history))"
    }

    /// Why it stays as it is.
    static func failed(_ errorNumber: Int) -> String {
        "could not be paused or moved: \(SystemFailure.words(for: Int32(truncatingIfNeeded: errorNumber)))"
    }

    /// Where an attempt's output is, in a few words.
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
