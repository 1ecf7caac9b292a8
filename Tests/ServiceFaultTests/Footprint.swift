import Posix

/// What a process holds of the machine just now.
struct Footprint {
    let descriptors: Int
    let residentKibibytes: Int
    /// The most it ever had.
    let peakKibibytes: Int

    /// Of a process that runs.
    init(of process: Int32) throws {
        descriptors = try FileSystem.names(in: "/proc/\(process)/fd").count
        let text = String(decoding: try FileSystem.content(of: "/proc/\(process)/status"), as: UTF8.self)
        func kibibytes(_ name: String) -> Int {
            let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") } ?? ""
            return Int(line.filter(\.isNumber)) ?? 0
        }
        residentKibibytes = kibibytes("VmRSS")
        peakKibibytes = kibibytes("VmHWM")
    }
}
