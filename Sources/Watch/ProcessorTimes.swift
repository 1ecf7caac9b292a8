/// How long processors were busy since the machine started, by the kernel's own account.
package struct ProcessorTimes: Sendable, Hashable {
    /// In ticks, those of all processors together when it is about all.
    package var busy: Int64
    package var total: Int64

    /// Of all processors.
    package init?(in kernel: KernelTree = .running) {
        let line = kernel.text("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("cpu ") }
        self.init(line: line ?? "")
    }

    /// - Source: proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal; what guests used is within user.
    private init?(line: Substring) {
        let ticks = line.words.dropFirst().prefix(8).compactMap { Int64($0) }
        guard ticks.count >= 4 else { return nil }
        total = ticks.reduce(0, +)
        busy = total - ticks[3] - (ticks.count > 4 ? ticks[4] : 0)
    }

    /// Of each processor that is at work, by its number.
    package static func ofEach(in kernel: KernelTree = .running) -> [Int: ProcessorTimes] {
        var times: [Int: ProcessorTimes] = [:]
        for line in (kernel.text("/proc/stat") ?? "").split(separator: "\n") where line.hasPrefix("cpu") {
            let digits = line.dropFirst(3).prefix { $0 != " " }
            if let number = Int(digits), let its = ProcessorTimes(line: line) { times[number] = its }
        }
        return times
    }

    /// The part of the time since an earlier look in which they were busy, from 0 to 1.
    package func share(since earlier: ProcessorTimes) -> Double {
        let time = total - earlier.total
        return time > 0 ? Double(max(0, busy - earlier.busy)) / Double(time) : 0
    }
}
