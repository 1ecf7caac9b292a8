internal import Model
internal import Posix
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

        /// None when nothing intact says whose record it is.
        init?(of folder: RunFolder) throws(ReadingProblem) {
            let header = try inSystem { () throws(SystemFailure) in try folder.header() }
            guard let header else { return nil }
            token = header.token
            (bytes, segments) = try inSystem { () throws(SystemFailure) in try folder.size() }
        }

        init(token: UInt64, bytes: Int64, segments: Int) {
            self.token = token
            self.bytes = bytes
            self.segments = segments
        }
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

    /// The places of what concerns some tasks, or the run alone; none when another record was indexed.
    static func places(
        of tasks: TaskRange?, in record: Record, packed: [UInt8]
    ) throws(PackingProblem) -> [SegmentPlace]? {
        var unpacker = FactUnpacker(packed)
        let indexed = Record(
            token: try unpacker.unsigned(), bytes: try unpacker.count64(), segments: try unpacker.count())
        guard indexed == record else { return nil }
        let numbers = tasks.flatMap(PageIndex.Page.numbers)
        var places: [SegmentPlace] = []
        var start: Int64 = 0
        for _ in 0..<(try unpacker.length()) {
            let page = PageIndex.Page(job: try unpacker.signed(), number: try unpacker.signed())
            let found = try unpacker.list { unpacker throws(PackingProblem) in
                try unpacker.place(&start)
            }
            let isOfJob = page.job == tasks?.job.number
            let isWanted = isOfJob && (page.number == .min || numbers?.contains(page.number) ?? false)
            if page == .run || isWanted { places += found }
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
