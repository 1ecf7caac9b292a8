/// The ready iterations of one job, as disjoint ranges in ascending order.
///
/// A million fresh iterations are one range; what returns or is released later merges with its neighbours.
///
/// - Cost: taking from the front O(1) amortised; inserting behind the last O(1), elsewhere O(log n + n moved).
struct ReadyLine: Sendable, Hashable {
    private var ranges: [Range<Int>] = []
    /// The ranges before this position are used up.
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }
    var first: Int? { head < ranges.count ? ranges[head].lowerBound : nil }

    /// The first iterations, at most so many, as ranges.
    func prefix(_ limit: Int) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var rest = limit
        var position = head
        while rest > 0, position < ranges.count {
            let range = ranges[position].prefix(rest)
            result.append(range.startIndex..<range.endIndex)
            rest -= range.count
            position += 1
        }
        return result
    }

    /// The iteration behind so many others.
    func iteration(at offset: Int) -> Int? {
        var rest = offset
        for range in ranges[head...] {
            if rest < range.count { return range.lowerBound + rest }
            rest -= range.count
        }
        return nil
    }

    func contains(_ iteration: Int) -> Bool {
        let position = firstPosition(endingAfter: iteration)
        return position < ranges.count && ranges[position].contains(iteration)
    }

    /// How many of its iterations come before this one.
    func count(before iteration: Int) -> Int {
        var result = 0
        var position = head
        while position < ranges.count, ranges[position].lowerBound < iteration {
            result += min(ranges[position].upperBound, iteration) - ranges[position].lowerBound
            position += 1
        }
        return result
    }

    /// Adds iterations of which none is in the line yet.
    mutating func insert(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        count += range.count
        let position = firstPosition(endingAfter: range.lowerBound)
        let touchesBefore = position > head && ranges[position - 1].upperBound == range.lowerBound
        let touchesAfter = position < ranges.count && ranges[position].lowerBound == range.upperBound
        switch (touchesBefore, touchesAfter) {
        case (true, true):
            ranges[position - 1] = ranges[position - 1].lowerBound..<ranges[position].upperBound
            ranges.remove(at: position)
        case (true, false): ranges[position - 1] = ranges[position - 1].lowerBound..<range.upperBound
        case (false, true): ranges[position] = range.lowerBound..<ranges[position].upperBound
        case (false, false): ranges.insert(range, at: position)
        }
    }

    /// Removes what of the range is in the line; returns how many that were.
    @discardableResult
    mutating func remove(_ range: Range<Int>) -> Int {
        var removed = 0
        var position = firstPosition(endingAfter: range.lowerBound)
        while position < ranges.count, ranges[position].lowerBound < range.upperBound {
            let present = ranges[position]
            let common = present.clamped(to: range)
            removed += common.count
            let before = present.lowerBound..<common.lowerBound
            let after = common.upperBound..<present.upperBound
            switch (before.isEmpty, after.isEmpty) {
            case (true, true): position = removeRange(at: position)
            case (false, true):
                ranges[position] = before
                position += 1
            case (true, false):
                ranges[position] = after
                position += 1
            case (false, false):
                ranges[position] = before
                ranges.insert(after, at: position + 1)
                position += 2
            }
        }
        count -= removed
        return removed
    }

    mutating func removeAll() { self = ReadyLine() }

    /// Drops one range; returns where the next one is.
    private mutating func removeRange(at position: Int) -> Int {
        guard position == head else {
            ranges.remove(at: position)
            return position
        }
        head += 1
        guard head * 2 > ranges.count else { return head }
        ranges.removeFirst(head)
        head = 0
        return 0
    }

    /// The position of the first range that reaches beyond this iteration.
    private func firstPosition(endingAfter iteration: Int) -> Int {
        var low = head
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound > iteration { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
