/// The GPUs this process may use.
enum VisibleDevices {
    /// What `CUDA_VISIBLE_DEVICES` lists when it is set, and otherwise those that have a device file here.
    ///
    /// - Order: the variable's own; else `0`, `1`, …: CUDA counts what it can open, whatever the files' numbers.
    static func names(in kernel: KernelTree, listed: String?) -> [String] {
        if let listed {
            let names = listed.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
            // As CUDA reads it: the first name that can't be a device ends the list; `-1` is how people say none.
            return Array(names.prefix { !$0.isEmpty && !$0.hasPrefix("-") && $0 != "NoDevFiles" })
        }
        // Device files outlive an unloaded driver; its folder does not.
        guard kernel.isPresent("/proc/driver/nvidia") else { return [] }
        let count = kernel.names(in: "/dev").count { name in
            name.hasPrefix("nvidia") && name.count > 6 && name.dropFirst(6).allSatisfy { $0.isASCII && $0.isNumber }
        }
        return (0..<count).map(String.init)
    }
}
