package import Model

/// The machine's memory as `/proc/meminfo` counts it.
package struct MemoryCounts: Sendable, Hashable {
    package var total: Bytes
    /// What could be taken without swapping, by the kernel's estimate.
    package var available: Bytes

    package init?(in kernel: KernelTree = .running) {
        var counts: [Substring: Int64] = [:]
        for line in (kernel.text("/proc/meminfo") ?? "").split(separator: "\n") {
            let fields = line.words
            if fields.count >= 2, let count = Int64(fields[1]) { counts[fields[0]] = count }
        }
        guard let total = counts["MemTotal:"] else { return nil }
        self.total = .kibibytes(total)
        available = .kibibytes(counts["MemAvailable:"] ?? counts["MemFree:"] ?? 0)
    }
}
