internal import Model
internal import Plan
internal import Posix

/// What performs orders and tells what becomes of them: the executor of this process, or executors elsewhere.
///
/// - Order: `perform` for each order of a decision, `send`; `committed` when the facts it gave are durable; `collect`
///   when a descriptor is readable, or `hasFacts`.
protocol Hands: AnyObject {
    /// Readable when there is something to collect.
    var descriptors: [FileDescriptor] { get }
    /// Whether facts wait that no descriptor announces.
    var hasFacts: Bool { get }
    /// Whether nothing runs dry within a few milliseconds, so that nobody waits for the next decision.
    var isWellSupplied: Bool { get }
    /// Whether nodes that were promised have not joined yet, so that what fits nowhere may fit soon.
    var mayGrow: Bool { get }
    /// When to collect although nothing is readable: a silence that is too long by then.
    var wakeAt: Instant? { get }

    func perform(_ order: Order, _ planner: Planner)
    /// Sends what can be sent now. Answers the descriptors to wait for, until writable, before the next try.
    func send() -> [FileDescriptor]
    /// The facts that have become known.
    ///
    /// - Throws: something could not be stored; nothing is lost, and the next call tries again.
    func collect(_ planner: Planner, at now: Instant) throws(SystemFailure) -> [Fact]
    /// Makes durable what tasks printed, before the facts that point to it are.
    func synchronizeOutput() throws(SystemFailure)
    /// Whether somebody waits to hear that what was collected is durable, even when nothing of it was news.
    var owesAnswers: Bool { get }
    /// These facts, and what was collected before, are durable; whoever told it need not keep it any longer.
    func committed(_ facts: [Fact], _ planner: Planner, at now: Instant)
    /// What attempts have printed since the last look, for who follows it.
    func readLiveOutput(_ passOn: (AttemptIdentifier, OutputStreamName, [UInt8]) -> Void)
    /// Puts a question to whoever keeps what a task printed.
    func ask(_ question: OutputQuestion)
    func close()
}
