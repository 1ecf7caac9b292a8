/// Values by number, where those in use lie close together: attempts in motion, iterations in motion.
///
/// - Shape: pages of 64 numbers, dropped when nothing is in them, in a directory from the first page to the last; a
///   value that came alone needs neither.
/// - Cost: O(1), and of neighbours mostly within the processor's caches, unlike a dictionary's; eight bytes for each 64
///   numbers between the smallest in use and the largest.
struct PagedTable<Value: Sendable & Hashable>: Sendable, Hashable {
    private struct Page: Sendable {
        var values: [Value?] = Array(repeating: nil, count: 64)
        var count = 0
    }

    /// The one value there is, while there are no pages, and its number.
    private var single: Value?
    private var singleNumber = 0
    /// From page `base` on.
    private var pages: [Page?] = []
    private var base = 0
    private(set) var count = 0

    /// The same values at the same numbers, however they are kept.
    static func == (left: PagedTable, right: PagedTable) -> Bool {
        left.count == right.count && left.numbers.allSatisfy { left[$0] == right[$0] }
    }

    func hash(into hasher: inout Hasher) { hasher.combine(count) }

    var isEmpty: Bool { count == 0 }

    subscript(number: Int) -> Value? {
        if isSingle { return singleNumber == number ? single : nil }
        let page = number >> 6 - base
        return pages.indices.contains(page) ? pages[page]?.values[number & 63] : nil
    }

    mutating func insert(_ value: Value, at number: Int) {
        if count == 0 || isSingle && singleNumber == number {
            single = value
            singleNumber = number
            pages = []
            count = 1
            return
        }
        if isSingle, let first = single {
            single = nil
            count = 0
            set(first, at: singleNumber)
        }
        set(value, at: number)
    }

    private var isSingle: Bool { count == 1 && pages.isEmpty }

    private mutating func set(_ value: Value, at number: Int) {
        let page = reach(number >> 6)
        if pages[page] == nil { pages[page] = Page() }
        if pages[page]?.values[number & 63] == nil {
            pages[page]?.count += 1
            count += 1
        }
        pages[page]?.values[number & 63] = value
    }

    /// Makes the directory long enough for a page.
    /// - Returns: where it is.
    private mutating func reach(_ page: Int) -> Int {
        if page - base >= pages.capacity {
            // Where it would be moved anyway, what is empty in front is left behind.
            let empty = pages.firstIndex { $0 != nil } ?? pages.count
            pages.removeFirst(empty)
            base += empty
        }
        if pages.isEmpty { base = page }
        if page < base {
            pages.insert(contentsOf: repeatElement(nil, count: base - page), at: 0)
            base = page
        }
        if page - base >= pages.count {
            pages.append(contentsOf: repeatElement(nil, count: page - base + 1 - pages.count))
        }
        return page - base
    }

    mutating func update(_ number: Int, _ change: (inout Value) -> Void) {
        guard var value = self[number] else { return }
        change(&value)
        if isSingle {
            single = value
        } else {
            pages[number >> 6 - base]?.values[number & 63] = value
        }
    }

    mutating func remove(at number: Int) -> Value? {
        guard let value = self[number] else { return nil }
        count -= 1
        guard !pages.isEmpty else {
            single = nil
            return value
        }
        let page = number >> 6 - base
        if pages[page]?.count == 1 {
            pages[page] = nil
        } else {
            pages[page]?.values[number & 63] = nil
            pages[page]?.count -= 1
        }
        return value
    }

    /// The numbers in use, ascending.
    var numbers: [Int] {
        if isSingle { return [singleNumber] }
        return pages.indices.flatMap { page in
            (0..<64).lazy.filter { pages[page]?.values[$0] != nil }.map { (page + base) << 6 | $0 }
        }
    }

    /// The numbers in use within a range, ascending.
    func numbers(in range: Range<Int>) -> [Int] {
        range.count < max(1, pages.count) * 64 ? range.filter { self[$0] != nil } : numbers.filter(range.contains)
    }
}
