import Model

/// The marks below a timeline: at round times, as many as fit.
struct TimeAxis {
    /// From nothing up to the timeline's end.
    let marks: [Duration]

    private static let seconds: [Int64] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
    ]

    /// At most so many marks besides the first.
    init(elapsed: Duration, most: Int) {
        let step = Self.step(elapsed.nanoseconds, most: Int64(max(1, most)))
        marks = stride(from: 0, through: elapsed.nanoseconds, by: Int64.Stride(step)).map {
            Duration(nanoseconds: $0)
        }
    }

    private static func step(_ length: Int64, most: Int64) -> Int64 {
        // Below a second and above a day, one, two and five of each power of ten.
        var unit: Int64 = 1000
        while unit < 1_000_000_000 {
            for factor in [1, 2, 5] as [Int64] where unit * factor * most >= length { return unit * factor }
            unit *= 10
        }
        for second in seconds where second * 1_000_000_000 >= length / most { return second * 1_000_000_000 }
        unit = 86_400_000_000_000
        while unit < Int64.max / 100 {
            for factor in [1, 2, 5] as [Int64] where unit * factor >= length / most { return unit * factor }
            unit *= 10
        }
        return length
    }
}
