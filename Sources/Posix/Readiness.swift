internal import CLinux
internal import Glibc

/// What a descriptor is waited for, or was found to be.
package struct Readiness: OptionSet, Sendable, Hashable {
    package let rawValue: Int16

    package init(rawValue: Int16) { self.rawValue = rawValue }

    package static let readable = Readiness(rawValue: Int16(POLLIN))
    package static let writable = Readiness(rawValue: Int16(POLLOUT))
    /// The other end is closed. Always waited for.
    package static let hungUp = Readiness(rawValue: Int16(POLLHUP))
    /// The other end of a socket will send no more.
    package static let leftByPeer = Readiness(rawValue: 0x2000)
    /// Always waited for.
    package static let broken = Readiness(rawValue: Int16(POLLERR) | Int16(POLLNVAL))

    /// Waits until one of the descriptors is ready and answers each one's state; all empty when the time was up or a
    /// signal came.
    ///
    /// - Parameter nanoseconds: how long to wait at most; none: for ever.
    package static func wait(
        for wanted: [(descriptor: FileDescriptor, readiness: Readiness)], nanoseconds: Int64?
    ) throws(SystemFailure) -> [Readiness] {
        let numbers = wanted.map { $0.descriptor.number }
        let events = wanted.map { $0.readiness.rawValue }
        var results = [Int16](repeating: 0, count: wanted.count)
        let answer = unsafe clinux_poll(
            numbers, events, &results, Int32(wanted.count), nanoseconds.map { Swift.max(0, $0) } ?? -1)
        if answer != -EINTR { try answered("poll", answer) }
        return results.map { Readiness(rawValue: $0) }
    }
}
