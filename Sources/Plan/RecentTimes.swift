import Model

/// The last few run times, the last at the end.
struct RecentTimes: Sendable, Hashable {
    private(set) var times: [Duration] = []
    /// The longer of the two in the middle, when there are two; kept, since it is asked far more often than it changes.
    private(set) var median = Duration.zero
    /// When it last took one, counted.
    private(set) var touch = 0

    // 9: the median passes over four outliers, and follows a change within five.
    private static let kept = 9

    mutating func take(_ took: Duration, touch: Int) {
        self.touch = touch
        if times.count == Self.kept { times.removeFirst() }
        times.append(took)
        median = times.sorted()[times.count / 2]
    }

    /// None with fewer than two.
    var meanOfLastTwo: Duration? {
        guard times.count >= 2 else { return nil }
        let (last, before) = (times[times.count - 1], times[times.count - 2])
        return before + Duration(nanoseconds: (last - before).nanoseconds / 2)
    }
}
