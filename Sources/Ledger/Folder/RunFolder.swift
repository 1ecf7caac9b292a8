package import Posix

/// The folder of one run: its segments, its lock, and what its tasks printed.
package struct RunFolder: Sendable, Hashable {
    package let path: String
    package let number: Int

    package init(path: String, number: Int) {
        self.path = path
        self.number = number
    }

    /// The folder for outputs that are too large for the log.
    package var outputs: String { "\(path)/outputs" }

    package func reader() -> LedgerReader { LedgerReader(folder: path) }

    /// Bytes in all segments, and how many there are.
    package func size() throws(SystemFailure) -> (bytes: Int64, segments: Int) {
        var bytes: Int64 = 0
        var count = 0
        for number in try SegmentFiles.numbers(in: path) {
            do throws(SystemFailure) {
                bytes += try FileSystem.status(of: SegmentFiles.path(number, in: path)).size
                count += 1
            } catch {
                // Replaced since they were listed.
                guard error.isMissing else { throw error }
            }
        }
        return (bytes, count)
    }

    /// Of the first segment; none when there is none, or it is damaged.
    func header() throws(SystemFailure) -> SegmentHeader? {
        guard let first = try SegmentFiles.numbers(in: path).first else { return nil }
        let reader = try SegmentReader(number: first, folder: path)
        defer { reader.close() }
        return try reader.header()
    }
}
