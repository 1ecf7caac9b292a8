package import Model
internal import Posix

/// The part of this machine that this process may use, by the kernel's own word.
package struct UsableMachine: Sendable, Hashable {
    package var name: String
    /// The processors this process may run on, ascending: what `nproc` counts.
    package var processors: [Int]
    /// The control groups' limit on processor time; none: no limit.
    package var quota: Cores?
    package var memory: Bytes
    package var memorySource: MemorySource
    /// The devices' names, as `CUDA_VISIBLE_DEVICES` spells them.
    package var gpus: [String]

    package enum MemorySource: Sendable, Hashable {
        /// All that is built in, less what the kernel keeps. Not what is free just now: that changes by the second,
        /// and what is lent must mean the same when a run is resumed.
        case installed
        /// A control group's limit, and the file that says so.
        case controlGroup(path: String)
        /// The kernel did not say.
        case unknown
    }

    /// The cores it can lend: its processors, or fewer when its processor time is limited.
    ///
    /// A limit of 2.5 counts as 3: rounded down, half a core would always lie idle.
    package var coreCount: Int {
        quota.map { min(max($0.touched, 1), processors.count) } ?? processors.count
    }

    /// - Parameter visibleDevices: what `CUDA_VISIBLE_DEVICES` says; none: it is not set.
    /// - Cost: a few dozen small files, well under a millisecond; hwloc is not loaded.
    package static func detect(
        in kernel: KernelTree = .running, visibleDevices: String? = Environment.value(of: "CUDA_VISIBLE_DEVICES"),
        affinity: [Int] = (try? Machine.affinity()) ?? [0]
    ) -> UsableMachine {
        let groups = ControlGroups(in: kernel)
        // An empty overlap means that the groups' files and the mask were read at two sides of a change.
        let common = groups.processors.map { allowed in affinity.filter(allowed.contains) } ?? affinity
        var machine = UsableMachine(
            name: (kernel.text("/proc/sys/kernel/hostname") ?? "localhost").trimmed,
            processors: common.isEmpty ? affinity : common, quota: groups.quota, memory: .zero,
            memorySource: .unknown, gpus: VisibleDevices.names(in: kernel, listed: visibleDevices))
        if let installed = MemoryCounts(in: kernel)?.total {
            machine.memory = installed
            machine.memorySource = .installed
        }
        if let limit = groups.memory, machine.memorySource == .unknown || limit.bytes < machine.memory {
            machine.memory = limit.bytes
            machine.memorySource = .controlGroup(path: limit.path)
        }
        return machine
    }
}
