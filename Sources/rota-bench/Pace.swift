/// How fast a workload went through.
struct Pace {
    var begin: ContinuousClock.Instant
    /// When its jobs had been taken.
    var accepted: ContinuousClock.Instant
    /// When each tenth of its tasks had ended.
    var tenths: [ContinuousClock.Instant]
    var tasks: Int
    var facts: Int

    /// One JSON object.
    var line: String {
        let seconds = Self.seconds(from: begin, to: tenths.last ?? accepted)
        let first = Self.seconds(from: accepted, to: tenths.first ?? accepted)
        let last = tenths.count < 2 ? first : Self.seconds(from: tenths[tenths.count - 2], to: tenths[tenths.count - 1])
        return """
            {"tasks": \(tasks), "facts": \(facts), "seconds": \(seconds), \
            "accepted": \(Self.seconds(from: begin, to: accepted)), "firstTenth": \(first), "lastTenth": \(last)}
            """
    }

    private static func seconds(from begin: ContinuousClock.Instant, to end: ContinuousClock.Instant) -> Double {
        let (seconds, attoseconds) = (end - begin).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
