internal import Posix

/// The segments of one run, opened all at once, so that what is copied of them is one record.
///
/// A compaction may put new segments in the place of the old ones meanwhile; those that are open stay as they were.
struct RecordCopy {
    private let segments: [(number: Int, file: FileDescriptor)]

    /// - Throws: also when the segments change again and again while they are opened.
    init(of folder: String) throws(SystemFailure) {
        var opened: [(number: Int, file: FileDescriptor)] = []
        // 100: a compaction removes segments once in a run's life.
        for attempt in 1...100 {
            do throws(SystemFailure) {
                for number in try SegmentFiles.numbers(in: folder) {
                    opened.append((number, try FileDescriptor.open(SegmentFiles.path(number, in: folder), .read)))
                }
                break
            } catch {
                for segment in opened { segment.file.close() }
                opened = []
                guard error.isMissing, attempt < 100 else { throw error }
            }
        }
        segments = opened
    }

    func close() { for segment in segments { segment.file.close() } }

    /// - Parameter isLive: whether somebody writes; then the last commit may be there in part, and is left out.
    func write(to folder: String, isLive: Bool) throws(SystemFailure) {
        for segment in segments {
            try FileCopy.copy(segment.file, to: SegmentFiles.path(segment.number, in: folder))
        }
        guard isLive, let last = segments.last?.number, let end = try Self.endOfWhole(last, in: folder) else { return }
        let file = try FileDescriptor.open(SegmentFiles.path(last, in: folder), .update)
        defer { file.close() }
        try file.truncate(to: end)
        try file.synchronize()
    }

    /// Where the last whole commit of a segment ends; none when what follows it is not unfinished but damaged.
    private static func endOfWhole(_ number: Int, in folder: String) throws(SystemFailure) -> Int64? {
        var reader = try SegmentReader(number: number, folder: folder)
        defer { reader.close() }
        let size = try reader.size()
        guard size >= Int64(SegmentHeader.size) else { return nil }
        reader.salt = try reader.header().map { FrameHeader.salt(of: $0.token) }
        while let header = try reader.intactFrame(at: reader.offset) {
            reader.move(to: reader.offset + Int64(header.frameSize))
        }
        let isDamage = try reader.search(after: reader.offset) { _ in true } != nil
        return isDamage || reader.offset >= size ? nil : reader.offset
    }
}
