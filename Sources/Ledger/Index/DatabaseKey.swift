/// Where a value stands in the index.
struct DatabaseKey: Hashable {
    var run: Int
    var kind: Kind

    enum Kind: Int {
        case state = 1
        case pages
    }

    /// Holds the value to its place too, so that one in the wrong row is noticed.
    func checksum(_ content: [UInt8]) -> UInt32 {
        var place: [UInt8] = []
        for number in [run, kind.rawValue] { place.append(fixed: UInt64(bitPattern: Int64(number))) }
        var checksum = Checksum()
        checksum.add(place, in: 0..<place.count)
        checksum.add(content, in: 0..<content.count)
        return checksum.value
    }
}
