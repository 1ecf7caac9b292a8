/// Some of a node's cores, by their positions, a bit each.
///
/// - Cost: searching O(cores in between / 64).
struct CoreSet: Sendable, Hashable {
    private var words: [UInt64]
    /// Behind the last core that there is.
    let end: Int

    /// All of so many.
    init(all count: Int) {
        end = count
        words = Array(repeating: .max, count: (count + 63) / 64)
        // What stands behind the last core is no core.
        if count & 63 != 0 { words[words.count - 1] >>= UInt64(64 - count & 63) }
    }

    /// Some of so many.
    init(_ positions: some Sequence<Int>, of count: Int) {
        end = count
        words = Array(repeating: 0, count: (count + 63) / 64)
        for position in positions { insert(position) }
    }

    mutating func insert(_ position: Int) { words[position >> 6] |= 1 << UInt64(position & 63) }

    mutating func remove(_ position: Int) { words[position >> 6] &= ~(1 << UInt64(position & 63)) }

    func contains(_ position: Int) -> Bool { words[position >> 6] & 1 << UInt64(position & 63) != 0 }

    /// The first of them that is not below a position.
    func first(from position: Int) -> Int? {
        let found = search(from: position, flipping: 0)
        return found < end ? found : nil
    }

    /// The first position, not below this one, that is none of them; if there is none, how many cores there are.
    func firstMissing(from position: Int) -> Int { search(from: position, flipping: .max) }

    private func search(from position: Int, flipping mask: UInt64) -> Int {
        guard position < end else { return end }
        var word = position >> 6
        var bits = (words[word] ^ mask) & (.max << UInt64(position & 63))
        while bits == 0 {
            word += 1
            guard word < words.count else { return end }
            bits = words[word] ^ mask
        }
        return min(end, word << 6 | bits.trailingZeroBitCount)
    }
}
