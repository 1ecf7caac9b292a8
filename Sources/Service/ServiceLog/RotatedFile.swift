internal import Posix

/// A file that is begun anew when it is large; the last few that were full are kept beside it.
///
/// - Shape: `NAME`, and before it `NAME.1` to `NAME.5`, the newest first.
struct RotatedFile {
    private let path: String
    private let largest: Int64
    private let kept: Int
    private var file: FileDescriptor?
    private var size: Int64

    // 10 MiB and 5: some weeks of an ordinary service, and never more than a file system notices.
    static let ordinarySize: Int64 = 10 << 20
    static let ordinaryCount = 5

    /// - Throws: when the file can't be written at all.
    init(_ path: String, largest: Int64 = ordinarySize, kept: Int = ordinaryCount) throws(SystemFailure) {
        self.path = path
        self.largest = largest
        self.kept = kept
        let opened = try FileDescriptor.open(path, .append, mode: 0o600)
        file = opened
        size = try opened.size()
    }

    /// What can't be written is dropped, and the next line tries again.
    mutating func append(_ line: String) {
        if size >= largest || file == nil { begin() }
        guard let file else { return }
        do throws(SystemFailure) {
            try file.writeAll(line)
            size += Int64(line.utf8.count)
        } catch { return }
    }

    private mutating func begin() {
        file?.close()
        file = nil
        if size >= largest {
            for number in stride(from: kept, to: 1, by: -1) {
                try? FileSystem.rename("\(path).\(number - 1)", to: "\(path).\(number)")
            }
            try? FileSystem.rename(path, to: "\(path).1")
        }
        file = try? FileDescriptor.open(path, .append, mode: 0o600)
        size = (try? file?.size()) ?? 0
    }
}
