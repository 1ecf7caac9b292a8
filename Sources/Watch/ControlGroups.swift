internal import Model

/// What the control groups around this process leave it: processors, processor time and memory.
///
/// Versions 1 and 2 may be mounted side by side, each with some of the controllers, so both are read and the
/// narrowest limit counts. A group's limits bind its whole subtree: every group from ours up to the root is read.
struct ControlGroups {
    /// None: no group says which.
    var processors: [Int]?
    /// Processor time for each unit of time, rounded up to a thousandth; none: no limit.
    var quota: Cores?
    var memory: Limit?

    struct Limit: Sendable, Hashable {
        var bytes: Bytes
        /// The file that says so.
        var path: String
    }

    init(in kernel: KernelTree) {
        for line in (kernel.text("/proc/self/cgroup") ?? "").split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let path = String(fields[2])
            if fields[0] == "0", fields[1].isEmpty {
                readVersion2(Self.folders(from: path, under: Self.mountOfVersion2(in: kernel)), in: kernel)
            } else {
                for controller in fields[1].split(separator: ",") {
                    let mounts = ["/sys/fs/cgroup/\(controller)", "/sys/fs/cgroup/\(fields[1])"]
                    guard let mount = mounts.first(where: kernel.isPresent) else { continue }
                    readVersion1(controller, Self.folders(from: path, under: mount), in: kernel)
                }
            }
        }
    }

    private static func mountOfVersion2(in kernel: KernelTree) -> String {
        let alone = "/sys/fs/cgroup"
        return kernel.isPresent("\(alone)/cgroup.controllers") ? alone : "\(alone)/unified"
    }

    /// Our group's folder first, the mount's root last. Inside a container the path may be the host's and not be
    /// there: then its nearest ancestor that is, which is where the container's own limits are mounted.
    private static func folders(from path: String, under mount: String) -> [String] {
        var steps = path.split(separator: "/")
        var folders: [String] = []
        while !steps.isEmpty {
            folders.append("\(mount)/\(steps.joined(separator: "/"))")
            steps.removeLast()
        }
        return folders + [mount]
    }

    private mutating func readVersion2(_ folders: [String], in kernel: KernelTree) {
        narrow(to: folders.lazy.compactMap { kernel.text("\($0)/cpuset.cpus.effective") }.first)
        for folder in folders {
            // "150000 100000": microseconds of processor time, and the period they are for; or "max 100000".
            let fields = (kernel.text("\(folder)/cpu.max") ?? "").words
            if fields.count == 2, let time = Int64(fields[0]), let period = Int64(fields[1]) {
                narrow(time: time, period: period)
            }
            narrow(toMemoryIn: "\(folder)/memory.max", in: kernel)
        }
    }

    private mutating func readVersion1(_ controller: Substring, _ folders: [String], in kernel: KernelTree) {
        switch controller {
        case "cpuset":
            let files = folders.flatMap { ["\($0)/cpuset.effective_cpus", "\($0)/cpuset.cpus"] }
            narrow(to: files.lazy.compactMap { kernel.text($0) }.first)
        case "cpu":
            for folder in folders {
                if let time = kernel.number("\(folder)/cpu.cfs_quota_us"),
                    let period = kernel.number("\(folder)/cpu.cfs_period_us")
                {
                    narrow(time: time, period: period)
                }
            }
        case "memory":
            for folder in folders { narrow(toMemoryIn: "\(folder)/memory.limit_in_bytes", in: kernel) }
        default: break
        }
    }

    private mutating func narrow(to list: String?) {
        guard let numbers = list.flatMap(ProcessorList.parse), !numbers.isEmpty else { return }
        processors = processors.map { known in known.filter(numbers.contains) } ?? numbers
    }

    /// Version 1 says -1 where there is no limit.
    private mutating func narrow(time: Int64, period: Int64) {
        guard time > 0, period > 0, time < Int64.max / 1000 else { return }
        let share = Cores(thousandths: (time * 1000 + period - 1) / period)
        quota = min(quota ?? share, share)
    }

    private mutating func narrow(toMemoryIn path: String, in kernel: KernelTree) {
        guard let count = kernel.number(path), count >= 0 else { return }
        if count < memory?.bytes.count ?? Int64.max { memory = Limit(bytes: Bytes(count), path: path) }
    }
}
