internal import Executor
internal import Model
internal import Plan
internal import Posix

/// The executor of this process: its tasks end with it.
final class LocalHands: Hands {
    private let executor: Executor
    private var shared: SharedNode?

    /// A node that others use as well, and what is seen of them.
    struct SharedNode {
        var node: NodeIdentifier
        var watch: CoreWatch
    }

    /// - Parameter shared: none: all that is lent is ours.
    init(_ executor: Executor, shared: SharedNode? = nil) {
        self.executor = executor
        self.shared = shared
    }

    /// A child of this process that is none of its tasks.
    func spare(_ child: Int32) { executor.spare(child) }

    var descriptors: [FileDescriptor] { executor.eventDescriptors }
    var hasFacts: Bool { executor.hasFacts }
    var isWellSupplied: Bool { executor.isWellSupplied }
    var mayGrow: Bool { false }
    var wakeAt: Instant? { nil }
    var owesAnswers: Bool { false }

    func perform(_ order: Order, _ planner: Planner) {
        if case .start(let handOver) = order, handOver.placement.parts.count > 1 {
            // It spans nodes whose executors are elsewhere; ranks are started there by name.
            for part in handOver.placement.parts { if let node = planner.node(part.node) { executor.add(node) } }
        }
        executor.perform(order, job: planner.job)
    }
    func send() -> [FileDescriptor] { executor.send() }

    func collect(_ planner: Planner, at now: Instant) throws(SystemFailure) -> [Fact] {
        let facts = try executor.collect(at: now)
        guard shared?.watch.look(beside: executor) == true, let shared else { return facts }
        return facts + planner.news(ofCoresKept: shared.watch.kept, on: shared.node, at: now)
    }

    func synchronizeOutput() throws(SystemFailure) { try executor.synchronizeOutput() }
    func committed(_ facts: [Fact], _ planner: Planner, at now: Instant) {}

    func readLiveOutput(_ passOn: (AttemptIdentifier, OutputStreamName, [UInt8]) -> Void) {
        executor.readLiveOutput { attempt, stream, bytes in passOn(attempt, stream == .output ? .output : .error, bytes)
        }
    }

    func ask(_ question: OutputQuestion) {
        question.answer(.failure(.init(reason: "it is kept in the run's own folder")))
    }

    func close() { executor.close() }
}
