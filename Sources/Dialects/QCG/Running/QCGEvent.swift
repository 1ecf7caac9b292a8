/// What the old services publish on their event channel: a word, a blank, and an object.
package enum QCGEvent: Sendable, Hashable {
    /// The global queue's executors may fetch something.
    case newIterations(ready: Int)
    case iterationState(job: String, iteration: Int, QCGState)
    case iterationFinished(job: String, iteration: Int, QCGState)
    case jobState(job: String, QCGState)
    case jobFinished(job: String, QCGState)
    /// Nothing is left to do.
    case noJobs

    /// What follows a task's change: an iteration speaks of itself; a job without iterations is one.
    ///
    /// - Parameter iteration: none for a job without iterations, or for the whole of one.
    package static func events(job: String, iteration: Int?, state: QCGState) -> [QCGEvent] {
        guard let iteration else {
            let change = QCGEvent.jobState(job: job, state)
            return state.isFinal ? [change, .jobFinished(job: job, state)] : [change]
        }
        let change = QCGEvent.iterationState(job: job, iteration: iteration, state)
        return state.isFinal ? [change, .iterationFinished(job: job, iteration: iteration, state)] : [change]
    }

    /// - Parameter service: the instance that speaks: `host.1234`.
    package func text(service: String) -> String {
        let manager = ("manager", JSONText.quoted(service))
        func of(_ job: String, _ state: QCGState) -> [(String, String)] {
            [manager, ("job", JSONText.quoted(job)), ("state", JSONText.quoted(state.rawValue))]
        }
        switch self {
        case .newIterations(let ready): return "NJ " + QCGLine.object([("ready_its", "\(ready)")])
        case .iterationState(let job, let iteration, let state):
            return "IST " + QCGLine.object(of(job, state) + [("it", "\(iteration)")])
        case .iterationFinished(let job, let iteration, let state):
            return "IFI " + QCGLine.object(of(job, state) + [("it", "\(iteration)")])
        case .jobState(let job, let state): return "JST " + QCGLine.object(of(job, state))
        case .jobFinished(let job, let state): return "JFI " + QCGLine.object(of(job, state))
        case .noJobs: return "NOJ " + QCGLine.object([manager])
        }
    }
}
