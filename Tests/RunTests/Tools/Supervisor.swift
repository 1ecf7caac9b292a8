import Glibc
import Posix

/// Who supervises a service and is told how it goes: a socket, as systemd has one.
final class Supervisor {
    private let descriptor: FileDescriptor

    init(_ path: String) throws(SystemFailure) {
        descriptor = FileDescriptor(
            number: socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw SystemFailure(call: "bind", errorNumber: errno, path: path) }
    }

    deinit { descriptor.close() }

    /// Whether a message that begins so comes within a minute; others before it are passed over.
    func hears(_ words: String) -> Bool {
        let bound = Clock.monotonicNanoseconds() + 60_000_000_000
        var buffer = [UInt8](repeating: 0, count: 4096)
        while Clock.monotonicNanoseconds() < bound {
            let ready = try? Readiness.wait(for: [(descriptor, .readable)], nanoseconds: 1_000_000_000)
            guard ready?.first?.contains(.readable) == true, let count = try? descriptor.read(into: &buffer) else {
                continue
            }
            if String(decoding: buffer[..<count], as: UTF8.self).hasPrefix(words) { return true }
        }
        return false
    }
}
