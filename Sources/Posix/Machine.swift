internal import CLinux
internal import Glibc

/// The machine this process runs on.
package enum Machine {
    /// Differs after every start of the machine; empty where the kernel does not tell.
    package static func bootIdentifier() -> String {
        guard let bytes = try? FileSystem.content(of: "/proc/sys/kernel/random/boot_id") else { return "" }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    package static func hostName() -> String {
        var buffer = [CChar](repeating: 0, count: 257)
        unsafe gethostname(&buffer, buffer.count - 1)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The processors this thread may use, ascending.
    package static func affinity() throws(SystemFailure) -> [Int] {
        var cpus = [Int32](repeating: 0, count: 8192)
        let count = try answered("sched_getaffinity", unsafe clinux_affinity(&cpus, Int32(cpus.count)))
        return cpus[..<count].map { Int($0) }
    }

    /// Holds this thread, and the processes it starts from now on, to these processors.
    package static func setAffinity(_ cpus: [Int]) throws(SystemFailure) {
        let numbers = cpus.map { Int32($0) }
        try answered("sched_setaffinity", unsafe clinux_set_affinity(numbers, Int32(numbers.count)))
    }
}
