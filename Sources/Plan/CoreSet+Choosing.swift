import Model

extension CoreSet {
    /// So many of them; there must be as many. Which ones is decided here, for what starts and for what shrinks.
    ///
    /// Where all cores are one NUMA domain, the smallest run of neighbours that holds them all, the first of equals; if
    /// none does, the first of them. Where there are several domains: of those that hold them all the one with the
    /// fewest, the first of equals; while none does, all of the one with the most, and the rest is looked for in the
    /// others. So they are in one domain if one can hold them, and else in as few as possible. Within a domain they are
    /// taken as where there is but one.
    ///
    /// - Parameter domains: how many cores each has, as `Node` has them; empty: one.
    /// - Parameter beside: how many more than those a domain must have to hold all that is asked.
    /// - Cost: O(runs + cores / 64), where there is one domain; else that times domains.
    func chosen(
        _ count: Int, domains: [Int], beside: (Range<Int>) -> Int = { _ in 0 }
    ) -> [Placement.CoreShare] {
        var shares: [Placement.CoreShare] = []
        shares.reserveCapacity(count)
        guard !domains.isEmpty else {
            append(count, of: 0..<end, to: &shares)
            return shares
        }
        var left = Self.spans(of: domains).map { (span: $0, count: self.count(in: $0)) }
        while shares.count < count {
            let asked = count - shares.count
            let roomy = left.indices.filter { left[$0].count >= asked + beside(left[$0].span) }
            let tightest = roomy.min { (left[$0].count, $0) < (left[$1].count, $1) }
            // The first of those with the most.
            let fullest = left.indices.max { (left[$0].count, $1) < (left[$1].count, $0) }
            guard let next = tightest ?? fullest else { break }
            append(min(asked, left[next].count), of: left[next].span, to: &shares)
            left.remove(at: next)
        }
        return shares.sorted { $0.position < $1.position }
    }

    /// Where each domain begins and ends.
    static func spans(of domains: [Int]) -> [Range<Int>] {
        var end = 0
        return domains.map { count in
            defer { end += count }
            return end..<end + count
        }
    }

    /// As many of a span as are asked for; there must be as many.
    private func append(_ count: Int, of span: Range<Int>, to shares: inout [Placement.CoreShare]) {
        if let run = tightestRun(of: count, in: span) {
            for position in run..<run + count { shares.append(Placement.CoreShare(position: position)) }
            return
        }
        var next = span.lowerBound
        let enough = shares.count + count
        while shares.count < enough, let position = first(from: next) {
            shares.append(Placement.CoreShare(position: position))
            next = position + 1
        }
    }

    /// Where the smallest run of neighbours that are so many begins, the first of equals.
    private func tightestRun(of count: Int, in span: Range<Int>) -> Int? {
        var best: Range<Int>?
        var next = span.lowerBound
        while let start = first(from: next), start < span.upperBound {
            let end = min(firstMissing(from: start), span.upperBound)
            if end - start >= count, end - start < best?.count ?? Int.max { best = start..<end }
            if end - start == count { break }
            next = end
        }
        return best?.lowerBound
    }

    private func count(in span: Range<Int>) -> Int {
        var count = 0
        var next = span.lowerBound
        while let start = first(from: next), start < span.upperBound {
            let end = min(firstMissing(from: start), span.upperBound)
            count += end - start
            next = end
        }
        return count
    }
}
