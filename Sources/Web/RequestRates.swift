/// How often each peer asked lately.
///
/// - Shape: for each peer the moment at which all it asked is forgotten again (a leaky bucket); at most 4096 peers.
/// - Units: nanoseconds of one clock.
struct RequestRates {
    private let gap: Int64
    private let patience: Int64
    private var emptyAt: [String: Int64] = [:]

    /// - Parameter perSecond: how many in a second, and how many in one go.
    init(perSecond: Int) {
        gap = 1_000_000_000 / Int64(max(1, min(perSecond, 1_000_000_000)))
        patience = gap * Int64(max(1, perSecond))
    }

    /// Whether one more is admitted, which then counts.
    mutating func admits(_ peer: String, at now: Int64) -> Bool {
        // 4096: a table of 1 MB at most; whoever commands more addresses is not stopped by counting them.
        if emptyAt.count >= 4096 { emptyAt = emptyAt.filter { $0.value > now } }
        if emptyAt.count >= 4096, emptyAt[peer] == nil { return false }
        let start = max(emptyAt[peer] ?? now, now)
        if start - now > patience - gap { return false }
        emptyAt[peer] = start + gap
        return true
    }
}
