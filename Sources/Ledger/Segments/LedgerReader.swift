internal import Posix
internal import Wire

/// Reads a run's facts in order, around what is damaged, also while they are being written.
///
/// - Order: by sequence number; a frame that compaction already covers is passed over.
package final class LedgerReader {
    package let folder: String
    /// The sequence number of the next fact to be read.
    package private(set) var nextSequence = 0
    /// What was found unreadable so far; `conclude` adds what only the end shows.
    package private(set) var damage: [Damage] = []
    /// The run's token, once an intact segment header told it.
    package private(set) var token: UInt64?

    private var reader: SegmentReader?
    /// The segments behind it, opened together: what takes their place meanwhile leaves these as they were.
    private var ahead: [SegmentReader] = []
    /// The file that was the first segment when it was opened.
    private var first: FileIdentity?
    /// The last segment that was read to its end.
    private var finished = 0
    /// Whether a later segment exists, so that nothing more is written to this one.
    private var isFinal = false
    /// Unreadable places since the last intact frame.
    private var places: [SegmentPlace] = []
    private var neighbours = Neighbours()

    private struct FileIdentity: Equatable {
        var device: UInt64
        var inode: UInt64
    }

    // 256: a quarter of the descriptors that a process usually may have.
    private static let mostAhead = 256

    /// Nothing is opened before the first `next`.
    package init(folder: String) { self.folder = folder }

    deinit {
        reader?.close()
        closeAhead()
    }

    /// The next frame; none when there is no further one yet. Asked again later, it goes on where it stopped.
    package func next() throws(ReadingProblem) -> LedgerFrame? {
        while try openSegment() {
            if let (header, place) = try nextIntact() {
                if header.end > nextSequence { return try frame(header, at: place) }
            } else if try !leaveSegment() {
                return nil
            }
        }
        return nil
    }

    /// To be called before anything of a run that is still going is shown: what was read may not be durable yet.
    package func synchronize() throws(ReadingProblem) {
        try inSystem { () throws(SystemFailure) in try reader?.synchronize() }
    }

    /// All damage, when nothing more will be written.
    ///
    /// - Parameter highestSeen: the highest sequence number the index has seen in this run.
    package func conclude(highestSeen: Int? = nil) throws(ReadingProblem) -> [Damage] {
        var places = places
        if let reader {
            let size = try inSystem { () throws(SystemFailure) in try reader.size() }
            if reader.offset < size { places.append(SegmentPlace(segment: reader.number, bytes: reader.offset..<size)) }
        }
        let end = max(nextSequence, (highestSeen ?? -1) + 1)
        if places.isEmpty, end == nextSequence { return damage }
        return damage + [
            Damage(
                places: places, missing: nextSequence..<end, isOpenEnded: !places.isEmpty, attempts: 0..<0, jobs: 0..<0)
        ]
    }

    /// Whether there is a segment to read from.
    private func openSegment() throws(ReadingProblem) -> Bool {
        if reader != nil { return true }
        if ahead.isEmpty { try openAhead() }
        guard !ahead.isEmpty else { return false }
        var version = UInt32(RecordFormat.version)
        let isOpen = try inSystem { () throws(SystemFailure) in
            var opened = ahead.removeFirst()
            let number = opened.number
            let size = try opened.size()
            let header = try opened.header()
            if header == nil, ahead.isEmpty, size < SegmentHeader.size {
                // Only just created; its header is still to come.
                opened.close()
                return false
            }
            if header == nil {
                let bytes = 0..<min(size, Int64(SegmentHeader.size))
                if !bytes.isEmpty { places.append(SegmentPlace(segment: number, bytes: bytes)) }
            }
            version = header?.version ?? version
            token = token ?? header?.token
            opened.salt = token.map(FrameHeader.salt)
            reader = opened
            isFinal = false
            return true
        }
        if version != RecordFormat.version, let path = reader?.path {
            let found = UInt8(clamping: version)
            throw .format(.unknownVersion(found: found, known: RecordFormat.version), path: path)
        }
        return isOpen
    }

    /// Opens what segments there are behind the last that was read.
    ///
    /// - Throws: also when some of them were condensed since: what is left of them does not go on where this reader
    ///   stands.
    private func openAhead() throws(ReadingProblem) {
        try inSystem { () throws(SystemFailure) in
            // 100: a condensation removes segments, which takes milliseconds, once in hours.
            for attempt in 1...100 {
                do throws(SystemFailure) {
                    let later = try SegmentFiles.numbers(in: folder).filter { $0 > finished }
                    for number in later.prefix(Self.mostAhead) {
                        ahead.append(try SegmentReader(number: number, folder: folder))
                    }
                    break
                } catch {
                    closeAhead()
                    guard error.isMissing, attempt < 100 else { throw error }
                }
            }
        }
        let identity = try firstSegment()
        if finished == 0 { first = identity }
        guard let next = ahead.first, finished > 0, next.number > finished + 1, identity != first else { return }
        throw .condensed(folder: folder)
    }

    private func firstSegment() throws(ReadingProblem) -> FileIdentity? {
        try inSystem { () throws(SystemFailure) in
            do throws(SystemFailure) {
                let status = try FileSystem.status(of: SegmentFiles.path(1, in: folder))
                return FileIdentity(device: status.device, inode: status.inode)
            } catch {
                if error.isMissing { return nil }
                throw error
            }
        }
    }

    private func closeAhead() {
        for segment in ahead { segment.close() }
        ahead = []
    }

    /// The next intact frame of this segment and where it is; bytes passed over are noted as damaged.
    private func nextIntact() throws(ReadingProblem) -> (FrameHeader, Int64)? {
        try inSystem { () throws(SystemFailure) in
            guard let start = reader?.offset else { return nil }
            let expected = nextSequence
            // One that is partly known and partly new was never written.
            func isPlausible(_ header: FrameHeader) -> Bool { header.sequence >= expected || header.end <= expected }

            var place = start
            var header = try reader?.intactFrame(at: start)
            if header.map(isPlausible) != true {
                guard let found = try reader?.search(after: start, isPlausible) else { return nil }
                // Looked at once more: a writer may have finished this frame and the found one since the first look.
                reader?.forget()
                header = try reader?.intactFrame(at: start)
                if header.map(isPlausible) != true {
                    header = try reader?.intactFrame(at: found)
                    place = found
                }
            }
            guard let header, let number = reader?.number else { return nil }
            if place > start { places.append(SegmentPlace(segment: number, bytes: start..<place)) }
            reader?.salt = header.salt
            reader?.move(to: place + Int64(header.frameSize))
            return (header, place)
        }
    }

    /// Goes on to the next segment; false when there is none, so that this one may still grow.
    private func leaveSegment() throws(ReadingProblem) -> Bool {
        try inSystem { () throws(SystemFailure) in
            guard let number = reader?.number, let offset = reader?.offset else { return false }
            reader?.forget()
            if !isFinal {
                isFinal = try SegmentFiles.numbers(in: folder).contains { $0 > number }
                // Looked at once more: frames may have come between the last look and the next segment's birth.
                if isFinal { return true }
                guard try reader?.isReplaced() == true else { return false }
                // Compaction was faster. It keeps frames within the old segments' bounds, so nothing is read twice.
                reader?.close()
                reader = nil
                finished = 0
                return true
            }
            let size = try reader?.size() ?? offset
            if offset < size { places.append(SegmentPlace(segment: number, bytes: offset..<size)) }
            reader?.close()
            reader = nil
            finished = number
            return true
        }
    }

    private func frame(_ header: FrameHeader, at place: Int64) throws(ReadingProblem) -> LedgerFrame {
        guard let reader else { preconditionFailure("a frame comes from an open segment") }
        let frame = try LedgerFrame(header, at: place, in: reader)
        if !places.isEmpty || header.sequence > nextSequence {
            damage.append(
                Damage(
                    places: places, missing: nextSequence..<max(nextSequence, header.sequence), isOpenEnded: false,
                    attempts: 0..<0, jobs: 0..<0))
            neighbours.await(damage.count - 1)
            places = []
        }
        for fact in frame.facts { neighbours.note(fact, &damage) }
        nextSequence = header.end
        return frame
    }
}
