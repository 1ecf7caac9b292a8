/// How much a relay carries, and for how long.
package struct RelayLimits: Sendable, Hashable {
    /// Whoever comes beyond it waits, unaccepted.
    package var connections = 1024
    /// A connection on which neither side said anything for so long is cut.
    ///
    /// 10 min: services and executors speak every second, followers of events now and then.
    package var idleNanoseconds: Int64 = 600_000_000_000
    /// So long it may take until a connection has begun to speak, and the other side was reached.
    ///
    /// 10 s: three tries of a kernel to connect.
    package var openingNanoseconds: Int64 = 10_000_000_000

    package init() {}

    /// No more than this process has descriptors for: two for each.
    func bounded(by descriptors: Int) -> RelayLimits {
        var bounded = self
        // 64: what the process needs besides.
        bounded.connections = max(1, min(connections, (descriptors - 64) / 2))
        return bounded
    }
}
