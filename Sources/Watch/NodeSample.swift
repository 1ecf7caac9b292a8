/// How busy the machine is at one moment.
package struct NodeSample: Sendable, Hashable {
    /// Threads that ran or wanted to, averaged over the last minute; in thousandths.
    package var load: Int
    package var memory: MemoryCounts?
    package var processor: Pressure?
    package var memoryPressure: Pressure?
    package var storage: Pressure?

    package init(in kernel: KernelTree = .running) {
        let average = (kernel.text("/proc/loadavg") ?? "").words.first ?? "0"
        // "0.06": hundredths without the point.
        load = (Int(String(average.filter { $0 != "." })) ?? 0) * 10
        memory = MemoryCounts(in: kernel)
        processor = Pressure(.cpu, in: kernel)
        memoryPressure = Pressure(.memory, in: kernel)
        storage = Pressure(.io, in: kernel)
    }
}
