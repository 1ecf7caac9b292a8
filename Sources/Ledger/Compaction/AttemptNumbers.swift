/// A set of attempts' numbers, which lie close together.
///
/// - Cost: a word for 64 neighbours, so that ten million take some megabytes.
struct AttemptNumbers: Equatable {
    private var words: [Int: UInt64] = [:]

    mutating func insert(_ number: Int) { words[number >> 6, default: 0] |= 1 << UInt64(number & 63) }

    func contains(_ number: Int) -> Bool { (words[number >> 6] ?? 0) & 1 << UInt64(number & 63) != 0 }
}
