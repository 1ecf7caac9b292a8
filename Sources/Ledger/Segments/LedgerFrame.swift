package import Model
internal import Posix
internal import Wire

/// The facts of one commit, and where they lie.
package struct LedgerFrame: Sendable, Hashable {
    /// Of the first fact; the others follow it.
    package var sequence: Int
    /// As many as facts, except where compaction joined several into one.
    package var covered: Int
    package var facts: [Fact]
    package var segment: Int
    package var bytes: Range<Int64>
}

extension LedgerFrame {
    /// The sequence number of one of its facts; where compaction left fewer or more than there were, one near it.
    package func number(of offset: Int) -> Int { min(sequence + offset, max(sequence, sequence + covered - 1)) }

    /// Unpacks the intact frame that was found last.
    init(_ header: FrameHeader, at place: Int64, in reader: SegmentReader) throws(ReadingProblem) {
        sequence = header.sequence
        covered = header.covered
        segment = reader.number
        bytes = place..<place + Int64(header.frameSize)
        facts = []
        facts.reserveCapacity(min(header.covered, header.length))
        let start = reader.position(of: place) + FrameHeader.size
        do throws(PackingProblem) {
            guard header.version == RecordFormat.version else {
                throw .unknownVersion(found: header.version, known: RecordFormat.version)
            }
            var unpacker = FactUnpacker(reader.window, in: start..<start + header.length, version: header.version)
            while let fact = try unpacker.next() { facts.append(fact) }
        } catch {
            throw .format(error, path: reader.path)
        }
    }
}

extension RunFolder {
    /// Reads the frames that begin within some places, as the index tells them.
    ///
    /// - Returns: whether all was intact; if not, what was read so far is worth nothing, and all is to be read.
    package func read(
        _ places: [SegmentPlace], _ take: (LedgerFrame) -> Void
    ) throws(ReadingProblem) -> Bool {
        var next = 0
        for place in places {
            var reader = try inSystem { () throws(SystemFailure) in
                try SegmentReader(number: place.segment, folder: path, offset: place.bytes.lowerBound)
            }
            defer { reader.close() }
            while reader.offset < place.bytes.upperBound {
                let offset = reader.offset
                let header = try inSystem { () throws(SystemFailure) in try reader.intactFrame(at: offset) }
                guard let header else { return false }
                reader.move(to: offset + Int64(header.frameSize))
                // What compaction repeated stays unread, as when everything is read.
                guard header.end > next else { continue }
                next = header.end
                take(try LedgerFrame(header, at: offset, in: reader))
            }
        }
        return true
    }
}
