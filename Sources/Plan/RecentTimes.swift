import Model

/// The last few run times.
struct RecentTimes: Sendable, Hashable {
    // 9: the median passes over four outliers, and follows a change within five.
    private static let kept = 9

    /// The place of the next goes round; before it stands the last.
    private var times = InlineArray<9, Duration>(repeating: .zero)
    private var taken = 0

    mutating func take(_ took: Duration) {
        times[taken % Self.kept] = took
        taken += 1
    }

    /// The longer of the two in the middle, when there are two.
    var median: Duration {
        let count = min(taken, Self.kept)
        var sorted = times
        for position in 1..<max(count, 1) {
            let one = sorted[position]
            var place = position
            while place > 0, one < sorted[place - 1] {
                sorted[place] = sorted[place - 1]
                place -= 1
            }
            sorted[place] = one
        }
        return sorted[count / 2]
    }

    /// None with fewer than two.
    var meanOfLastTwo: Duration? {
        guard taken >= 2 else { return nil }
        let (last, before) = (times[(taken - 1) % Self.kept], times[(taken - 2) % Self.kept])
        return before + Duration(nanoseconds: (last - before).nanoseconds / 2)
    }

    /// The same times in the same order.
    static func == (left: RecentTimes, right: RecentTimes) -> Bool {
        left.taken == right.taken && left.times.indices.allSatisfy { left.times[$0] == right.times[$0] }
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(taken)
    }
}
