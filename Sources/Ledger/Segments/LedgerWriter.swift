package import Model
package import Posix
internal import Wire

/// Writes facts to a run's segments; after `commit` they are durable.
///
/// One writer a run, held by the run's lock; used from one thread. It never writes into a segment that another process
/// began: going on after a crash starts the next segment, so that what was there stays as evidence.
package final class LedgerWriter {
    package let folder: String
    /// The sequence number of the next fact to be committed.
    package private(set) var nextSequence: Int
    /// The segment written to; 0 before the first commit.
    package private(set) var segment: Int
    /// The bytes of it that are durable.
    package private(set) var segmentSize: Int64 = 0

    private let token: UInt64
    private let largestSegment: Int64
    private var file: FileDescriptor?
    private var packer = FactPacker()
    private var pending = 0
    private var isDead = false
    private let synchronize: (FileDescriptor) throws(SystemFailure) -> Void

    /// 64 MiB: about three million ends, read back in a few seconds.
    package static let ordinarySegment: Int64 = 64 << 20

    /// - Parameter nextSequence: for a run that goes on, what its reader said, or one more than the index had seen.
    /// - Throws: when the folder can't be listed, or what is in it can't be made durable.
    package convenience init(
        folder: String, token: UInt64, nextSequence: Int = 0, largestSegment: Int64 = ordinarySegment
    ) throws(SystemFailure) {
        try self.init(folder: folder, token: token, nextSequence: nextSequence, largestSegment: largestSegment) {
            file throws(SystemFailure) in try file.synchronizeData()
        }
    }

    /// - Parameter synchronize: makes a file's content durable; tests let it fail.
    init(
        folder: String, token: UInt64, nextSequence: Int, largestSegment: Int64,
        synchronize: @escaping (FileDescriptor) throws(SystemFailure) -> Void
    ) throws(SystemFailure) {
        self.folder = folder
        self.token = token
        self.nextSequence = nextSequence
        self.largestSegment = largestSegment
        self.synchronize = synchronize
        segment = try SegmentFiles.numbers(in: folder).last ?? 0
        if segment > 0 {
            // A predecessor may have been killed between writing and syncing what was read of it.
            let last = try FileDescriptor.open(SegmentFiles.path(segment, in: folder), .read)
            defer { last.close() }
            try synchronize(last)
        }
        packer.reset(reserving: FrameHeader.size)
    }

    deinit { file?.close() }

    /// Takes a fact for the next commit; nothing is written yet.
    package func append(_ fact: Fact) {
        packer.put(fact)
        pending += 1
    }

    package func append(_ facts: [Fact]) {
        for fact in facts { append(fact) }
    }

    /// Writes what was appended as one frame and waits until it is on the disk.
    ///
    /// - Throws: nothing was committed then. The facts stay appended, for the next try if there may be one.
    package func commit() throws(LedgerFailure) {
        guard pending > 0 else { return }
        precondition(!isDead, "a writer whose disk failed is not used again")
        do throws(SystemFailure) {
            let file = try openSegment()
            try write(to: file)
            do throws(SystemFailure) { try synchronize(file) } catch {
                // What the kernel kept of it is unknown; trying again might answer yes to what is lost.
                isDead = true
                throw error
            }
        } catch {
            let cause = SystemFailure(
                call: error.call, errorNumber: error.errorNumber, path: SegmentFiles.path(segment, in: folder))
            throw LedgerFailure(cause: cause, mayRetry: !isDead)
        }
        segmentSize += Int64(packer.bytes.count)
        nextSequence += pending
        pending = 0
        packer.reset(reserving: FrameHeader.size)
        if segmentSize >= largestSegment { closeSegment() }
    }

    private func write(to file: FileDescriptor) throws(SystemFailure) {
        let length = packer.bytes.count - FrameHeader.size
        precondition(length <= FrameHeader.largestLength, "submissions are checked by `refuseTooLarge` before")
        let header = FrameHeader(
            salt: FrameHeader.salt(of: token), length: length, covered: pending, sequence: nextSequence)
        packer.fill(header.sealed(packer.bytes))
        do throws(SystemFailure) { try file.writeAll(packer.bytes) } catch {
            // A part of a frame may be there. If it can't be taken away, the next try goes to the next segment.
            do throws(SystemFailure) { try file.truncate(to: segmentSize) } catch { closeSegment() }
            throw error
        }
    }

    private func openSegment() throws(SystemFailure) -> FileDescriptor {
        if let file { return file }
        let number = segment + 1
        let path = SegmentFiles.path(number, in: folder)
        let created = try FileDescriptor.open(path, .createNew, mode: 0o600)
        do {
            defer { created.close() }
            try created.writeAll(SegmentHeader(number: number, token: token).bytes)
            try created.synchronize()
            try FileSystem.synchronizeDirectory(folder)
        } catch {
            // Nothing of value is in it yet; left there, it would only keep the number.
            do throws(SystemFailure) { try FileSystem.remove(path) } catch { segment = number }
            throw error
        }
        segment = number
        segmentSize = Int64(SegmentHeader.size)
        let opened = try FileDescriptor.open(path, .append, mode: 0o600)
        file = opened
        return opened
    }

    /// Writes nothing more to the present segment; answers the number of the next, the first that may still grow.
    package func endSegment() -> Int {
        closeSegment()
        return segment + 1
    }

    private func closeSegment() {
        file?.close()
        file = nil
    }
}
