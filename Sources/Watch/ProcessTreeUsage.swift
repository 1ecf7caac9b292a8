internal import Glibc
package import Model

/// What a process and all that descends from it use at one moment.
///
/// It is read through the kernel's lists of children (Linux 4.2 and newer), so its cost follows the tree, not the
/// machine. Descendants that were adopted by another process are not in it.
package struct ProcessTreeUsage: Sendable, Hashable {
    package var processes: Int
    package var threads: Int
    /// Pages two processes share count twice.
    package var resident: Bytes
    /// Of the living, and of the children they have waited for: it never shrinks while the root lives.
    package var processorTime: Duration

    /// - Cost: two files for each process and one for each of its threads, about 10 µs a file.
    /// - Returns: nothing when the root has ended.
    package init?(root: Int, in kernel: KernelTree = .running) {
        processes = 0
        threads = 0
        resident = .zero
        processorTime = .zero
        var waiting = [root]
        // A number can be used again while the tree is being walked: nobody is counted twice.
        var known: Set<Int> = [root]
        while let process = waiting.popLast() {
            guard let status = ProcessStatus(of: process, in: kernel) else { continue }
            processes += 1
            threads += status.threads
            resident += status.resident
            processorTime += status.processorTime
            for thread in kernel.names(in: "/proc/\(process)/task") {
                let children = kernel.text("/proc/\(process)/task/\(thread)/children") ?? ""
                for child in children.words.compactMap({ Int($0) }) where known.insert(child).inserted {
                    waiting.append(child)
                }
            }
        }
        if processes == 0 { return nil }
    }
}

/// The fields of `/proc/<pid>/stat` that samples are made of.
private struct ProcessStatus {
    var threads: Int
    var resident: Bytes
    var processorTime: Duration

    // What the kernel counts in; both are fixed when it is built.
    private static let ticksPerSecond = Int64(max(sysconf(Int32(_SC_CLK_TCK)), 1))
    private static let pageSize = Int64(sysconf(Int32(_SC_PAGESIZE)))

    init?(of process: Int, in kernel: KernelTree) {
        // The program's name stands in brackets and may hold spaces and brackets itself: the last one closes it.
        guard let text = kernel.text("/proc/\(process)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        // proc_pid_stat(5) numbers the fields from 1 and the first one here, the state, is its third.
        let fields = text[text.index(after: end)...].words
        func field(_ number: Int) -> Int64? { number - 3 < fields.count ? Int64(fields[number - 3]) : nil }
        guard let user = field(14), let system = field(15), let userOfChildren = field(16),
            let systemOfChildren = field(17), let threads = field(20), let pages = field(24)
        else { return nil }
        self.threads = Int(threads)
        resident = Bytes(pages * Self.pageSize)
        let ticks = user + system + userOfChildren + systemOfChildren
        processorTime = Duration(nanoseconds: ticks * (1_000_000_000 / Self.ticksPerSecond))
    }
}
