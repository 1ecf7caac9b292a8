/// Some bytes of one of a run's segments.
package struct SegmentPlace: Sendable, Hashable {
    package var segment: Int
    package var bytes: Range<Int64>
}

extension SegmentPlace {
    /// In the record's order, those that overlap or touch as one, so that nothing is read twice.
    static func merged(_ places: [SegmentPlace]) -> [SegmentPlace] {
        let sorted = places.sorted {
            ($0.segment, $0.bytes.lowerBound, $0.bytes.upperBound) < (
                $1.segment, $1.bytes.lowerBound, $1.bytes.upperBound
            )
        }
        var merged: [SegmentPlace] = []
        for place in sorted {
            if let last = merged.last, last.segment == place.segment, place.bytes.lowerBound <= last.bytes.upperBound {
                let end = max(last.bytes.upperBound, place.bytes.upperBound)
                merged[merged.count - 1].bytes = last.bytes.lowerBound..<end
            } else {
                merged.append(place)
            }
        }
        return merged
    }
}
