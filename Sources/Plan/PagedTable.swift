/// Values by number, where those in use lie close together: attempts in motion, iterations in motion.
///
/// - Shape: pages of 64 numbers, dropped when nothing is in them; a value that came alone needs no page.
/// - Cost: O(1), and of neighbours mostly within the processor's caches, unlike a dictionary's.
struct PagedTable<Value: Sendable & Hashable>: Sendable, Hashable {
    private struct Page: Sendable, Hashable {
        var values: [Value?] = Array(repeating: nil, count: 64)
        var count = 0
    }

    private struct Single: Sendable, Hashable {
        var number: Int
        var value: Value
    }

    /// The one value there is, while there are no pages.
    private var single: Single?
    private var pages: [Int: Page] = [:]
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    subscript(number: Int) -> Value? {
        if let single { return single.number == number ? single.value : nil }
        return count == 0 ? nil : pages[number >> 6]?.values[number & 63]
    }

    mutating func insert(_ value: Value, at number: Int) {
        if count == 0 || single?.number == number {
            single = Single(number: number, value: value)
            count = 1
            return
        }
        if let first = single {
            single = nil
            _ = Self.set(first.value, at: first.number & 63, of: &pages[first.number >> 6, default: Page()])
        }
        let isNew = Self.set(value, at: number & 63, of: &pages[number >> 6, default: Page()])
        if isNew { count += 1 }
    }

    private static func set(_ value: Value, at place: Int, of page: inout Page) -> Bool {
        let isNew = page.values[place] == nil
        page.values[place] = value
        if isNew { page.count += 1 }
        return isNew
    }

    mutating func update(_ number: Int, _ change: (inout Value) -> Void) {
        guard var value = self[number] else { return }
        change(&value)
        if single != nil {
            single?.value = value
            return
        }
        pages[number >> 6]?.values[number & 63] = value
    }

    mutating func remove(at number: Int) -> Value? {
        if let single {
            guard single.number == number else { return nil }
            self.single = nil
            count = 0
            return single.value
        }
        guard let position = pages.index(forKey: number >> 6),
            let value = pages.values[position].values[number & 63]
        else { return nil }
        count -= 1
        if pages.values[position].count == 1 {
            pages.remove(at: position)
        } else {
            pages.values[position].values[number & 63] = nil
            pages.values[position].count -= 1
        }
        return value
    }

    /// The numbers in use, ascending.
    var numbers: [Int] {
        if let single { return [single.number] }
        return pages.keys.sorted().flatMap { page in
            (0..<64).lazy.filter { pages[page]?.values[$0] != nil }.map { page << 6 | $0 }
        }
    }

    /// The numbers in use within a range, ascending.
    func numbers(in range: Range<Int>) -> [Int] {
        range.count < max(1, pages.count) * 64 ? range.filter { self[$0] != nil } : numbers.filter(range.contains)
    }
}
