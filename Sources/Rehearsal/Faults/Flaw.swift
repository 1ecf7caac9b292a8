/// A mistake that a rehearsal of faults can be told to make, to show that it would be found.
///
/// The models of service, executor and record make it, or what stands between them and the planner; the real planner,
/// links and messages know nothing of it.
package enum Flaw: String, Sendable, Hashable, CaseIterable {
    // The service.
    case ordersBeforeCommit = "orders-before-commit"
    case acknowledgesBeforeCommit = "acknowledges-before-commit"
    case answersBeforeCommit = "answers-before-commit"
    case showsBeforeCommit = "shows-before-commit"
    case forgetsWhatIsOutstanding = "forgets-what-is-outstanding"
    case trustsOldNodes = "trusts-old-nodes"
    case givesUpAtOnce = "gives-up-at-once"
    case missesItsTimer = "misses-its-timer"
    case freesBeforeTheAnswer = "frees-before-the-answer"
    case forgetsKeys = "forgets-keys"
    case forgetsOthers = "forgets-others"
    // The record.
    case losesTheLastFrame = "loses-the-last-frame"
    case readsTornFrames = "reads-torn-frames"
    // The executor.
    case forgetsWhatItHolds = "forgets-what-it-holds"
    case performsAgain = "performs-again"
    case keepsWhatWasGivenUp = "keeps-what-was-given-up"
    case forgetsWhatItSent = "forgets-what-it-sent"
    case runsWhatWasTakenBack = "runs-what-was-taken-back"
    case handsBackWhatRuns = "hands-back-what-runs"
    case startsAheadOfTime = "starts-ahead-of-time"
    case tellsItsOwnTime = "tells-its-own-time"
    case leavesUnasked = "leaves-unasked"

    /// What goes wrong, a clause behind "the service", "the record" or "the executor".
    package var sentence: String {
        switch self {
        case .ordersBeforeCommit: "the service has orders performed before their record is durable"
        case .acknowledgesBeforeCommit: "the service acknowledges facts before they are durable"
        case .answersBeforeCommit: "the service answers clients before what they asked for is durable"
        case .showsBeforeCommit: "the service shows facts before they are durable"
        case .forgetsWhatIsOutstanding: "the service sends nothing again to an executor that is back"
        case .trustsOldNodes: "a service that begins anew takes its nodes for heard"
        case .givesUpAtOnce: "the service counts a node as lost as soon as it is silent"
        case .missesItsTimer: "the service sleeps past the moment the planner asked to be woken at"
        case .freesBeforeTheAnswer: "cores count as free when a pause is decided, not when it is answered"
        case .forgetsKeys: "a batch that is sent again is taken for a new one"
        case .forgetsOthers: "the service records which cores others keep busy, and gives them all the same"
        case .losesTheLastFrame: "a crash takes the last durable frame with it"
        case .readsTornFrames: "what is whole of a torn frame is replayed"
        case .forgetsWhatItHolds: "the executor says hello as if it held nothing"
        case .performsAgain: "the executor performs an order to start that is said again"
        case .keepsWhatWasGivenUp: "the executor is ready while what was given up still runs"
        case .forgetsWhatItSent: "the executor forgets facts once they are sent"
        case .runsWhatWasTakenBack: "the executor hands an attempt back and runs it all the same"
        case .handsBackWhatRuns: "an executor that is to go hands back what it is told again and runs already"
        case .startsAheadOfTime: "the executor starts what is handed ahead before its predecessor has ended"
        case .tellsItsOwnTime: "the executor tells times by its own clock"
        case .leavesUnasked: "an executor that has nothing left goes without asking whether others run there"
        }
    }
}
