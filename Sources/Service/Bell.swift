internal import Posix

/// Wakes a thread that waits: rung by many, heard by one, and never waited for by who rings.
struct Bell: Sendable {
    /// Readable from a ring until it is heard.
    let descriptor: FileDescriptor
    private let ringing: FileDescriptor

    init() throws(SystemFailure) {
        (descriptor, ringing) = try FileDescriptor.pipe()
        try descriptor.setNonblocking()
        try ringing.setNonblocking()
    }

    /// A full pipe rings already.
    func ring() { try? ringing.writeAll([1]) }

    /// Takes what was rung so far as heard.
    func hear() {
        var bytes = [UInt8](repeating: 0, count: 64)
        _ = try? descriptor.read(into: &bytes)
    }

    /// Waits until it rings, and hears it.
    ///
    /// - Parameter nanoseconds: at most so long; none: as long as it takes.
    func wait(nanoseconds: Int64? = nil) {
        _ = try? Readiness.wait(for: [(descriptor, .readable)], nanoseconds: nanoseconds.map { max($0, 0) })
        hear()
    }

    /// When nobody rings or waits any more.
    func close() {
        descriptor.close()
        ringing.close()
    }
}
