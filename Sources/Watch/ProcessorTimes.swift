/// How long the machine's processors were busy since it started, by the kernel's own account.
package struct ProcessorTimes: Sendable, Hashable {
    /// In ticks, all processors together.
    package var busy: Int64
    package var total: Int64

    /// - Source: proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal; what guests used is within user.
    package init?(in kernel: KernelTree = .running) {
        let line = kernel.text("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("cpu ") }
        let ticks = (line ?? "").words.dropFirst().prefix(8).compactMap { Int64($0) }
        guard ticks.count >= 4 else { return nil }
        total = ticks.reduce(0, +)
        busy = total - ticks[3] - (ticks.count > 4 ? ticks[4] : 0)
    }

    /// The part of the time since an earlier look in which they were busy, from 0 to 1.
    package func share(since earlier: ProcessorTimes) -> Double {
        let time = total - earlier.total
        return time > 0 ? Double(max(0, busy - earlier.busy)) / Double(time) : 0
    }
}
