package import Posix

/// Why an executor's loop ended.
package enum NodeLoopEnd: Sendable, Hashable {
    /// A signal asked for it; what ran was handed back.
    case signal(Signal)
    /// It was drained, and everything it held has ended.
    case drained
    /// It had nothing to do for as long as it was to wait.
    case idle
    /// The service had nothing for it, and it was not to wait.
    case unneeded
    /// The service told it to go: why.
    case stopped(String)
    /// The service does not take it: why.
    case refused(String)
}
