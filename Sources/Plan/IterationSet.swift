import Model

/// A set of iteration numbers as paged bitmaps, so that a million that ended cost 125 kB at most, and nothing once
/// their page is full.
///
/// - Shape: the first 64 numbers are one word, all that most jobs need; behind them page `p` holds the 4,096 numbers
///   from `base + 64 + 4096 p` on; a page without words is empty or full, by its count.
/// - Cost: `insert`, `remove` and `contains` O(1).
struct IterationSet: Sendable, Hashable {
    private struct Page: Sendable, Hashable {
        var words: [UInt64] = []
        var count = 0
    }

    // 4096: 64 words; a page then costs half a kilobyte, and a run of short jobs stays below one page each.
    private static let pageSize = 4096

    private let base: Int
    private var beginning: UInt64 = 0
    private var pages: [Page] = []
    private(set) var count = 0

    init(base: Int) { self.base = base }

    func contains(_ iteration: Int) -> Bool {
        guard iteration - base >= 64 else {
            return iteration >= base && beginning & (1 << UInt64(iteration - base)) != 0
        }
        let offset = iteration - base - 64
        let number = offset / Self.pageSize
        guard number < pages.count, pages[number].count > 0 else { return false }
        guard pages[number].count < Self.pageSize else { return true }
        let bit = offset % Self.pageSize
        return pages[number].words[bit / 64] & (1 << UInt64(bit % 64)) != 0
    }

    /// Whether it was not in the set before.
    @discardableResult
    mutating func insert(_ iteration: Int) -> Bool {
        guard !contains(iteration) else { return false }
        count += 1
        guard iteration - base >= 64 else {
            beginning |= 1 << UInt64(iteration - base)
            return true
        }
        let offset = iteration - base - 64
        let number = offset / Self.pageSize
        while pages.count <= number { pages.append(Page()) }
        if pages[number].words.isEmpty { pages[number].words = Array(repeating: 0, count: Self.pageSize / 64) }
        let bit = offset % Self.pageSize
        pages[number].words[bit / 64] |= 1 << UInt64(bit % 64)
        pages[number].count += 1
        if pages[number].count == Self.pageSize { pages[number].words = [] }
        return true
    }

    /// Whether it was in the set.
    @discardableResult
    mutating func remove(_ iteration: Int) -> Bool {
        guard contains(iteration) else { return false }
        count -= 1
        guard iteration - base >= 64 else {
            beginning &= ~(1 << UInt64(iteration - base))
            return true
        }
        let offset = iteration - base - 64
        let number = offset / Self.pageSize
        if pages[number].count == Self.pageSize {
            pages[number].words = Array(repeating: UInt64.max, count: Self.pageSize / 64)
        }
        let bit = offset % Self.pageSize
        pages[number].words[bit / 64] &= ~(1 << UInt64(bit % 64))
        pages[number].count -= 1
        if pages[number].count == 0 { pages[number].words = [] }
        return true
    }

    /// The members within a range, ascending.
    func members(in range: Range<Int>) -> [Int] {
        count == 0 ? [] : range.filter(contains)
    }
}
