internal import Model
internal import Wire

/// A page index as it is kept: as one value, so that it is there as a whole or not at all.
///
/// - Cost: about ten bytes a page, so ten thousand for a million tasks of one job; looking one up reads them all.
enum IndexedPages {
    /// The record that was indexed; of another size it has changed since.
    struct Record: Hashable {
        var token: UInt64
        var bytes: Int64
        var segments: Int
    }

    static func packed(_ pages: [PageIndex.Page: [SegmentPlace]], of record: Record) -> [UInt8] {
        var packer = FactPacker()
        packer.put(unsigned: record.token)
        packer.put(count: record.bytes)
        packer.put(count: record.segments)
        let sorted = pages.sorted { ($0.key.job, $0.key.number) < ($1.key.job, $1.key.number) }
        var start: Int64 = 0
        packer.put(list: sorted) { packer, entry in
            packer.put(signed: entry.key.job)
            packer.put(signed: entry.key.number)
            packer.put(list: entry.value) { packer, place in
                packer.put(count: place.segment)
                packer.put(signed: place.bytes.lowerBound &- start)
                packer.put(count: place.bytes.upperBound &- place.bytes.lowerBound)
                start = place.bytes.lowerBound
            }
        }
        return packer.bytes
    }

    /// The places of a task's page and of what concerns its whole job; none when another record was indexed.
    static func places(
        of task: TaskIdentifier, in record: Record, packed: [UInt8]
    ) throws(PackingProblem) -> [SegmentPlace]? {
        var unpacker = FactUnpacker(packed)
        let indexed = Record(
            token: try unpacker.unsigned(), bytes: try unpacker.count64(), segments: try unpacker.count())
        guard indexed == record else { return nil }
        let wanted = [PageIndex.Page(of: task), PageIndex.Page.whole(task.job.number)]
        var places: [SegmentPlace] = []
        var start: Int64 = 0
        for _ in 0..<(try unpacker.length()) {
            let page = PageIndex.Page(job: try unpacker.signed(), number: try unpacker.signed())
            let found = try unpacker.list { unpacker throws(PackingProblem) in
                try unpacker.place(&start)
            }
            if wanted.contains(page) { places += found }
        }
        return SegmentPlace.merged(places)
    }
}

extension FactUnpacker {
    fileprivate mutating func place(_ start: inout Int64) throws(PackingProblem) -> SegmentPlace {
        let segment = try count()
        let lower = start &+ (try signed64())
        let upper = lower &+ (try count64())
        guard lower <= upper else { throw .malformed("a place", at: position) }
        start = lower
        return SegmentPlace(segment: segment, bytes: lower..<upper)
    }
}
