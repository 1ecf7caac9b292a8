internal import Model
internal import Plan
internal import Posix

/// Our executors, and those of QCG's old program beside them: each order goes to the one whose node it names.
final class QCGHands: Hands {
    private let ours: any Hands
    private let theirs: QCGExecutors
    private let clock: RunClock

    init(_ ours: any Hands, _ theirs: QCGExecutors, clock: RunClock) {
        self.ours = ours
        self.theirs = theirs
        self.clock = clock
    }

    var descriptors: [FileDescriptor] { ours.descriptors }
    var hasFacts: Bool { ours.hasFacts || theirs.hasFacts }
    var isWellSupplied: Bool { ours.isWellSupplied }
    var mayGrow: Bool { ours.mayGrow }
    var wakeAt: Instant? { [ours.wakeAt, theirs.wakeAt].compactMap(\.self).min() }
    var owesAnswers: Bool { ours.owesAnswers }

    func perform(_ order: Order, _ planner: Planner) {
        let node =
            switch order {
            case .start(let handOver): handOver.placement.parts.first?.node
            case .end(let attempt, _, _), .takeBack(let attempt, _), .adjust(let attempt, _): planner.node(of: attempt)
            }
        if let node, theirs.has(node) {
            theirs.perform(order, on: node, planner, at: clock.now)
        } else {
            ours.perform(order, planner)
        }
    }

    func send() -> [FileDescriptor] { ours.send() }

    func collect(_ planner: Planner, at now: Instant) throws(SystemFailure) -> [Fact] {
        // First the one that may fail and is asked again: what the other made true it says once.
        let heard = try ours.collect(planner, at: now)
        return heard + theirs.collect(planner, at: now)
    }

    func synchronizeOutput() throws(SystemFailure) { try ours.synchronizeOutput() }

    func committed(_ facts: [Fact], _ planner: Planner, at now: Instant) {
        // Who of theirs is silent, and since when, is not for ours to follow.
        let others = facts.filter { fact in
            guard case .nodeSilent(let node, _) = fact else { return true }
            return !theirs.has(node)
        }
        theirs.committed(facts)
        ours.committed(others, planner, at: now)
    }

    func readLiveOutput(_ passOn: (AttemptIdentifier, OutputStreamName, [UInt8]) -> Void) {
        ours.readLiveOutput(passOn)
    }

    func ask(_ question: OutputQuestion) { ours.ask(question) }
    func close() { ours.close() }
}
