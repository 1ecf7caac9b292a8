import Glibc
import Posix

/// A client's socket with no manners of its own: it sends what it is told and reads what comes.
final class RawConnection {
    let descriptor: FileDescriptor

    /// None when the system gives no more sockets.
    init?(port: Int) {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        descriptor = FileDescriptor(number: number)
        if result != 0 {
            descriptor.close()
            return nil
        }
    }

    deinit { descriptor.close() }

    /// Sends what the socket takes until the other end is gone; answers whether it all went.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            guard let count = try? descriptor.send(bytes, from: sent) else { return false }
            sent += count
            if count == 0 { _ = try? Readiness.wait(for: [(descriptor, .writable)], nanoseconds: 1_000_000_000) }
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// What comes until the other end closes, or until `isEnough`; a minute at most.
    func read(until isEnough: (String) -> Bool = { _ in false }) -> String {
        let bound = Clock.monotonicNanoseconds() + 60_000_000_000
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 65536)
        while Clock.monotonicNanoseconds() < bound, !isEnough(text) {
            guard let found = try? Readiness.wait(for: [(descriptor, .readable)], nanoseconds: 1_000_000_000) else {
                break
            }
            if found[0].isEmpty { continue }
            guard let count = try? descriptor.read(into: &buffer), count > 0 else { break }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        return text
    }

    /// Whether the other end has closed, or does within a minute.
    func isClosedByPeer() -> Bool {
        let bound = Clock.monotonicNanoseconds() + 60_000_000_000
        var buffer = [UInt8](repeating: 0, count: 65536)
        while Clock.monotonicNanoseconds() < bound {
            guard let found = try? Readiness.wait(for: [(descriptor, .readable)], nanoseconds: 1_000_000_000) else {
                return false
            }
            if found[0].isEmpty { continue }
            guard let count = try? descriptor.read(into: &buffer), count > 0 else { return true }
        }
        return false
    }
}
