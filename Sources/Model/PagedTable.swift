/// Values by number, where those in use lie close together: attempts in motion, iterations in motion.
///
/// - Shape: pages of 64 numbers in one array, given back when nothing is in them, and a directory from the first page
///   to the last; a value that came alone needs neither.
/// - Cost: O(1), and of neighbours mostly within the processor's caches, unlike a dictionary's; four bytes for each 64
///   numbers between the smallest in use and the largest.
public struct PagedTable<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The one value there is, while there are no pages, and its number.
    @usableFromInline var single: Value?
    @usableFromInline var singleNumber = 0
    /// Of each page from `base` on, where its values are; below zero: it has none.
    @usableFromInline var directory: [Int32] = []
    @usableFromInline var base = 0
    /// Of each place for a page, its values and how many they are.
    @usableFromInline var values: [Value?] = []
    @usableFromInline var usedOfPlace: [Int] = []
    @usableFromInline var freePlaces: [Int32] = []
    @usableFromInline var used = 0

    @inlinable public init() {}

    /// The same values at the same numbers, however they are kept.
    @inlinable public static func == (left: PagedTable, right: PagedTable) -> Bool {
        left.count == right.count && left.numbers.allSatisfy { left[$0] == right[$0] }
    }

    @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(count) }

    @inlinable public var count: Int { used }
    @inlinable public var isEmpty: Bool { used == 0 }
    @inlinable var isSingle: Bool { directory.isEmpty }

    @inlinable public subscript(number: Int) -> Value? {
        // Inlined, so that who asks for a part of a value gets no copy of all.
        @inline(__always) get {
            if isSingle { return singleNumber == number ? single : nil }
            guard let position = position(of: number) else { return nil }
            return values[position]
        }
    }

    /// Where a number's value is in `values`, or would be; none when its page has no place.
    @inlinable func position(of number: Int) -> Int? {
        let page = number >> 6 - base
        guard page >= 0, page < directory.count, directory[page] >= 0 else { return nil }
        return Int(directory[page]) << 6 | number & 63
    }

    @inlinable public mutating func insert(_ value: Value, at number: Int) {
        if used == 0 || isSingle && singleNumber == number {
            if !isSingle { removeAll() }
            single = value
            singleNumber = number
            used = 1
            return
        }
        if isSingle, let first = single {
            single = nil
            used = 0
            set(first, at: singleNumber)
        }
        set(value, at: number)
    }

    @inlinable mutating func removeAll() {
        directory = []
        values = []
        usedOfPlace = []
        freePlaces = []
    }

    @inlinable mutating func set(_ value: Value, at number: Int) {
        let position = position(of: number) ?? newPosition(of: number)
        if values[position] == nil {
            usedOfPlace[position >> 6] += 1
            used += 1
        }
        values[position] = value
    }

    /// Gives a number's page a place.
    @inlinable mutating func newPosition(of number: Int) -> Int {
        let page = reach(number >> 6)
        let place = freePlaces.popLast() ?? Int32(usedOfPlace.count)
        if Int(place) == usedOfPlace.count {
            usedOfPlace.append(0)
            values += repeatElement(nil, count: 64)
        }
        directory[page] = place
        return Int(place) << 6 | number & 63
    }

    /// Makes the directory long enough for a page.
    /// - Returns: where it is.
    @inlinable mutating func reach(_ page: Int) -> Int {
        if page - base >= directory.capacity {
            // Where it would be moved anyway, what is empty in front is left behind.
            let empty = directory.firstIndex { $0 >= 0 } ?? directory.count
            directory.removeFirst(empty)
            base += empty
        }
        if directory.isEmpty { base = page }
        if page < base {
            directory.insert(contentsOf: repeatElement(-1, count: base - page), at: 0)
            base = page
        }
        if page - base >= directory.count {
            directory.append(contentsOf: repeatElement(-1, count: page - base + 1 - directory.count))
        }
        return page - base
    }

    @inlinable public mutating func update(_ number: Int, _ change: (inout Value) -> Void) {
        if isSingle {
            if singleNumber == number, var value = single {
                change(&value)
                single = value
            }
        } else if let position = position(of: number), var value = values[position] {
            change(&value)
            values[position] = value
        }
    }

    @inlinable public mutating func remove(at number: Int) -> Value? {
        if isSingle {
            guard singleNumber == number, let value = single else { return nil }
            single = nil
            used = 0
            return value
        }
        guard let position = position(of: number), let value = values[position] else { return nil }
        values[position] = nil
        used -= 1
        let place = position >> 6
        usedOfPlace[place] -= 1
        if usedOfPlace[place] == 0 {
            freePlaces.append(Int32(place))
            directory[number >> 6 - base] = -1
        }
        return value
    }

    /// The numbers in use, ascending.
    @inlinable public var numbers: [Int] {
        if isSingle { return used == 0 ? [] : [singleNumber] }
        return directory.indices.flatMap { page in
            (page + base) << 6..<(page + base + 1) << 6
        }.filter { self[$0] != nil }
    }

    /// The numbers in use within a range, ascending.
    @inlinable public func numbers(in range: Range<Int>) -> [Int] {
        range.count < max(1, directory.count) * 64 ? range.filter { self[$0] != nil } : numbers.filter(range.contains)
    }
}
