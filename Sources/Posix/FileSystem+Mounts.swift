internal import Glibc

extension FileSystem {
    package static func mount(of path: String) throws(SystemFailure) -> MountDescription {
        var counts = Glibc.statvfs()
        try checked("statvfs", path) { unsafe Int(statvfs(path, &counts)) }
        let unit = Int64(counts.f_frsize)
        return MountDescription(
            kind: mountKind(of: path), free: Int64(counts.f_bavail) * unit, size: Int64(counts.f_blocks) * unit)
    }

    /// By the device's number, which each line of the list has.
    private static func mountKind(of path: String) -> String {
        guard let status = try? status(of: path), let list = try? content(of: "/proc/self/mountinfo") else { return "" }
        let device = "\(major(status.device)):\(minor(status.device))"
        for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 2, fields[2] == device, let bar = fields.firstIndex(of: "-") else { continue }
            return fields[bar...].dropFirst().first.map(String.init) ?? ""
        }
        return ""
    }

    // The kernel's own way of keeping two numbers in one; C has macros for it.
    private static func major(_ device: UInt64) -> UInt64 { device >> 8 & 0xfff | device >> 32 & ~0xfff }
    private static func minor(_ device: UInt64) -> UInt64 { device & 0xff | device >> 12 & ~0xff }
}
