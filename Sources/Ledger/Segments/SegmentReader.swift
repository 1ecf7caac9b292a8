internal import Posix

/// Finds the intact frames of one segment file, also one that is still being written.
///
/// - Cost: reads ahead a mebibyte at a time; no mapping of files, which network file systems don't keep true.
struct SegmentReader {
    let number: Int
    let path: String
    /// Where the next frame is expected.
    private(set) var offset: Int64
    /// The bytes from `windowStart` on that were read last.
    private(set) var window: [UInt8] = []
    private var windowStart: Int64 = 0
    private let file: FileDescriptor
    /// Of the run, once a header or an intact frame told it.
    var salt: UInt32?

    /// 1 MiB: larger ones read no faster.
    private static let readAhead = 1 << 20

    init(number: Int, folder: String, offset: Int64 = Int64(SegmentHeader.size)) throws(SystemFailure) {
        self.number = number
        self.offset = offset
        path = SegmentFiles.path(number, in: folder)
        file = try FileDescriptor.open(path, .read)
    }

    func close() { file.close() }

    /// Makes what was read durable, since a writer may be between writing and syncing it.
    func synchronize() throws(SystemFailure) { try file.synchronizeData() }

    /// Whether the file was replaced or removed since it was opened, as compaction does.
    func isReplaced() throws(SystemFailure) -> Bool {
        let own = try file.status()
        do throws(SystemFailure) {
            let named = try FileSystem.status(of: path)
            return named.inode != own.inode || named.device != own.device
        } catch {
            if error.isMissing { return true }
            throw error
        }
    }

    func size() throws(SystemFailure) -> Int64 { try file.size() }

    /// The file's own header; none when it is damaged or not yet whole.
    func header() throws(SystemFailure) -> SegmentHeader? {
        SegmentHeader(try file.read(at: 0, count: SegmentHeader.size))
    }

    /// The header of the frame at a place, when the whole frame is there and intact; then its facts are in the window.
    mutating func intactFrame(at place: Int64) throws(SystemFailure) -> FrameHeader? {
        guard try fill(from: place, count: FrameHeader.size),
            let header = FrameHeader(window, at: position(of: place)),
            salt == nil || salt == header.salt,
            try fill(from: place, count: header.frameSize),
            header.isIntact(window, at: position(of: place))
        else { return nil }
        return header
    }

    /// The next intact frame after a damaged place; none when the file holds no other.
    mutating func search(after place: Int64, _ isPlausible: (FrameHeader) -> Bool) throws(SystemFailure) -> Int64? {
        var candidate = place + 1
        while try fill(from: candidate, count: FrameHeader.size) {
            let last = window.count - FrameHeader.size
            var position = position(of: candidate)
            while position <= last, FrameHeader(window, at: position) == nil { position += 1 }
            candidate = windowStart + Int64(position)
            if position > last { continue }
            if let header = try intactFrame(at: candidate), isPlausible(header) { return candidate }
            candidate += 1
        }
        return nil
    }

    func position(of place: Int64) -> Int { Int(place - windowStart) }

    mutating func move(to place: Int64) { offset = place }

    /// Forgets what was read, since a file that is being written may have changed behind it.
    mutating func forget() { window = [] }

    /// Whether so many bytes are there; they are in the window then.
    private mutating func fill(from place: Int64, count: Int) throws(SystemFailure) -> Bool {
        if place >= windowStart, position(of: place) + count <= window.count { return true }
        // Asked first, so that a wrong length takes no memory.
        let available = try file.size() - place
        guard available >= Int64(count) else { return false }
        let wanted = min(available, Int64(max(count, Self.readAhead)))
        window = []
        window = try file.read(at: place, count: Int(wanted))
        windowStart = place
        return window.count >= count
    }
}
