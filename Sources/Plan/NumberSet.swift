/// A set of numbers from 0 on that finds its members in order.
///
/// - Shape: a bit for each number; above it, a bit for each word that is not empty, and so on. While there never was a
///   number above 63, one word holds all.
/// - Cost: everything O(log n) to the base 64; n is the largest number that was ever in it.
struct NumberSet: Sendable, Hashable {
    private var only: UInt64 = 0
    /// None while one word is enough; the last one is one word.
    private var levels: [[UInt64]] = []

    var isEmpty: Bool { levels.isEmpty ? only == 0 : levels[levels.count - 1][0] == 0 }
    var first: Int? { first(from: 0) }

    func contains(_ number: Int) -> Bool {
        if levels.isEmpty { return number < 64 && only & (1 << UInt64(number)) != 0 }
        return number >> 6 < levels[0].count && levels[0][number >> 6] & (1 << UInt64(number & 63)) != 0
    }

    /// The smallest member that is not below this number.
    func first(from number: Int) -> Int? {
        guard levels.isEmpty else { return first(from: number, level: 0) }
        guard number < 64 else { return nil }
        let rest = only & (UInt64.max << UInt64(number))
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }

    private func first(from number: Int, level: Int) -> Int? {
        let word = number >> 6
        guard level < levels.count, word < levels[level].count else { return nil }
        let rest = levels[level][word] & (UInt64.max << UInt64(number & 63))
        if rest != 0 { return word << 6 | rest.trailingZeroBitCount }
        guard let next = first(from: word + 1, level: level + 1) else { return nil }
        return next << 6 | levels[level][next].trailingZeroBitCount
    }

    var last: Int? { last(upTo: Int.max) }

    /// The largest member that is not above this number.
    func last(upTo number: Int) -> Int? {
        guard number >= 0 else { return nil }
        guard levels.isEmpty else { return last(upTo: min(number, levels[0].count << 6 - 1), level: 0) }
        let rest = number < 64 ? only & (UInt64.max >> UInt64(63 - number)) : only
        return rest == 0 ? nil : 63 - rest.leadingZeroBitCount
    }

    private func last(upTo number: Int, level: Int) -> Int? {
        guard number >= 0, level < levels.count else { return nil }
        let word = number >> 6
        let rest = levels[level][word] & (UInt64.max >> UInt64(63 - number & 63))
        if rest != 0 { return word << 6 | (63 - rest.leadingZeroBitCount) }
        guard let next = last(upTo: word - 1, level: level + 1) else { return nil }
        return next << 6 | (63 - levels[level][next].leadingZeroBitCount)
    }

    /// All of them, ascending.
    var members: [Int] {
        var result: [Int] = []
        var next = first
        while let number = next {
            result.append(number)
            next = first(from: number + 1)
        }
        return result
    }

    mutating func insert(_ number: Int) {
        if levels.isEmpty, number < 64 {
            only |= 1 << UInt64(number)
            return
        }
        grow(toHold: number)
        var rest = number
        for level in levels.indices {
            let wasEmpty = levels[level][rest >> 6] == 0
            levels[level][rest >> 6] |= 1 << UInt64(rest & 63)
            guard wasEmpty else { return }
            rest >>= 6
        }
    }

    mutating func remove(_ number: Int) {
        guard contains(number) else { return }
        guard !levels.isEmpty else {
            only &= ~(1 << UInt64(number))
            return
        }
        var rest = number
        for level in levels.indices {
            levels[level][rest >> 6] &= ~(1 << UInt64(rest & 63))
            guard levels[level][rest >> 6] == 0 else { return }
            rest >>= 6
        }
    }

    mutating func removeAll() {
        while let number = first { remove(number) }
    }

    private mutating func grow(toHold number: Int) {
        if levels.isEmpty {
            levels = [[only]]
            only = 0
        }
        guard number >> 6 >= levels[0].count else { return }
        var needed = number >> 6 + 1
        var level = 0
        while true {
            let wasEmpty = level == levels.count
            if wasEmpty { levels.append([]) }
            let missing = needed - levels[level].count
            if missing > 0 { levels[level] += repeatElement(0, count: missing) }
            // A level that is new says what the one below it held before.
            if wasEmpty {
                for (word, bits) in levels[level - 1].enumerated() where bits != 0 {
                    levels[level][word >> 6] |= 1 << UInt64(word & 63)
                }
            }
            guard needed > 1 else { return }
            needed = (needed + 63) >> 6
            level += 1
        }
    }
}
