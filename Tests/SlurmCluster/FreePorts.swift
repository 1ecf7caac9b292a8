internal import Glibc
internal import Posix

/// Ports of the loopback address that nobody listens on.
enum FreePorts {
    /// Neighbours, somewhere between 10,000 and 30,000: below what the kernel gives away by itself.
    static func find(_ count: Int) throws -> [UInt16] {
        for _ in 0..<200 {
            let first = UInt16.random(in: 10_000...30_000)
            let ports = (0..<UInt16(count)).map { first + $0 }
            if ports.allSatisfy(isFree) { return ports }
        }
        throw ClusterFailure(problem: "no \(count) neighbouring ports are free")
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard number >= 0 else { return false }
        let descriptor = FileDescriptor(number: number)
        defer { descriptor.close() }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        // Any address, as the daemons do.
        address.sin_addr.s_addr = INADDR_ANY
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
