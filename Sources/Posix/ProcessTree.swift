/// Which process is whose child, as /proc tells.
package enum ProcessTree {
    /// The children of a process, zombies included; empty when there is no such process.
    package static func children(of number: Int32) -> [Int32] {
        guard let threads = try? FileSystem.names(in: "/proc/\(number)/task") else { return [] }
        var children: [Int32] = []
        for thread in threads {
            guard let bytes = try? FileSystem.content(of: "/proc/\(number)/task/\(thread)/children") else { continue }
            children += String(decoding: bytes, as: UTF8.self).split(separator: " ").compactMap { Int32($0) }
        }
        // A kernel may be built without these lists.
        if children.isEmpty, !FileSystem.exists("/proc/self/task/\(Process.number)/children") {
            return numbers().filter { ProcessIdentity.parent(of: $0) == number }
        }
        return children
    }

    /// Every process there is.
    package static func numbers() -> [Int32] {
        ((try? FileSystem.names(in: "/proc")) ?? []).compactMap { Int32($0) }
    }

    /// The environment a process was started with, `NAME=value` each; empty when it is gone or another user's.
    ///
    /// Waits, for 50 milliseconds at most, for a process that is about to become another program: it shows none until
    /// its own is in place.
    package static func environment(of number: Int32) -> [ArraySlice<UInt8>] {
        for _ in 0..<250 {
            let isUnderway = ProcessIdentity.isBecomingAnotherProgram(number)
            guard let bytes = try? FileSystem.content(of: "/proc/\(number)/environ") else { return [] }
            if !bytes.isEmpty || !isUnderway { return bytes.split(separator: 0) }
            _ = try? Readiness.wait(for: [], nanoseconds: 200_000)
        }
        return []
    }
}
