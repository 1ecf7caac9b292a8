internal import Executor
internal import Model
internal import Plan
internal import Posix

/// The executor of this process: its tasks end with it.
final class LocalHands: Hands {
    private let executor: Executor

    init(_ executor: Executor) { self.executor = executor }

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
        try executor.collect(at: now)
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
