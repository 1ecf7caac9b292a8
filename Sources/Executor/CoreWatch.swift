package import Model
package import Posix
package import Watch

/// Looks again and again which cores of a node others keep busy, on a machine that is shared with them.
package struct CoreWatch: Sendable {
    private let processors: [Int]
    private let kernel: KernelTree
    private let interval: Duration
    private var judgement = KeptCores()
    private var seen: [Int: ProcessorTimes]
    private var seenAt: Int64

    // 2 s: longer than what somebody types takes, and nobody waits longer for the first task.
    package static let usualInterval = Duration.seconds(2)

    /// - Parameter interval: from one look to the next.
    package init(_ node: Node, every interval: Duration = usualInterval, in kernel: KernelTree = .running) {
        processors = node.cores
        self.kernel = kernel
        self.interval = interval
        seen = ProcessorTimes.ofEach(in: kernel)
        seenAt = Clock.monotonicNanoseconds()
    }

    /// Their positions, ascending.
    package var kept: [Int] { judgement.positions }

    /// Waits until it can tell: before anything of ours has a core, so that nothing is put on one that is busy already.
    package mutating func lookFirst() throws(SystemFailure) {
        var now = Clock.monotonicNanoseconds()
        while now - seenAt < interval.nanoseconds {
            _ = try Readiness.wait(for: [], nanoseconds: interval.nanoseconds - (now - seenAt))
            now = Clock.monotonicNanoseconds()
        }
        judge(ours: [], at: now)
    }

    /// Looks when it is time to.
    ///
    /// - Parameter executor: whose tasks use them; none: there are none yet.
    /// - Returns: whether something has changed.
    package mutating func look(beside executor: Executor?) -> Bool {
        let now = Clock.monotonicNanoseconds()
        guard now - seenAt >= interval.nanoseconds else { return false }
        let before = kept
        judge(ours: executor == nil ? [] : executor?.takeUsedProcessors(), at: now)
        return kept != before
    }

    private mutating func judge(ours: Set<Int>?, at now: Int64) {
        let times = ProcessorTimes.ofEach(in: kernel)
        judgement.judge(from: seen, to: times, processors, ours: ours)
        seen = times
        seenAt = now
    }
}
