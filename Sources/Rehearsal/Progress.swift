import Model

/// How far an attempt has come, with whatever speed it went.
struct Progress {
    private let pace: Pace
    /// What it would still take at full speed.
    private var left: Duration
    private var since: Instant
    private var width: Cores
    private var isPaused = false

    init(pace: Pace, runTime: Duration, width: Cores, at now: Instant) {
        self.pace = pace
        self.width = width
        left = runTime
        since = now
    }

    /// When it ends if nothing changes; none: never.
    var endsAt: Instant? {
        guard !isPaused else { return nil }
        switch pace {
        case .constant: return since + left
        case .proportional(let full):
            guard width > .zero, let rest = Self.part(left, full.thousandths, of: width.thousandths, roundedUp: true)
            else { return nil }
            return since + rest
        }
    }

    /// From now on it has so many cores, or rests.
    mutating func change(width: Cores, isPaused: Bool, at now: Instant) {
        left = max(.zero, left - done(until: now))
        since = now
        self.width = width
        self.isPaused = isPaused
    }

    private func done(until now: Instant) -> Duration {
        guard !isPaused else { return .zero }
        switch pace {
        case .constant: return now - since
        case .proportional(let full):
            return Self.part(now - since, width.thousandths, of: full.thousandths, roundedUp: false) ?? left
        }
    }

    /// None when it is longer than time can tell.
    private static func part(_ duration: Duration, _ times: Int64, of whole: Int64, roundedUp: Bool) -> Duration? {
        let product = duration.nanoseconds.multipliedFullWidth(by: times)
        guard whole > 0, product.high < whole / 2 else { return nil }
        let (quotient, remainder) = whole.dividingFullWidth(product)
        return Duration(nanoseconds: quotient + (roundedUp && remainder > 0 ? 1 : 0))
    }
}
