/// Decides which rejections are told: one for each address and minute, so that nobody fills a log by knocking.
package struct RejectionLimiter: Sendable {
    private var told: [String: (at: Int64, untold: Int)] = [:]

    // 1,024: addresses remembered; with more, the oldest are forgotten and may be told again early.
    private static let mostAddresses = 1024
    private static let minute: Int64 = 60_000_000_000

    package init() {}

    var addressCount: Int { told.count }

    /// How many to tell of, this one included; none: not now.
    ///
    /// - Parameter now: in nanoseconds, never going back.
    package mutating func tell(of address: String, at now: Int64) -> Int? {
        if let last = told[address], now - last.at < Self.minute {
            told[address] = (last.at, last.untold + 1)
            return nil
        }
        let untold = told[address]?.untold ?? 0
        told[address] = (now, 0)
        if told.count > Self.mostAddresses {
            let oldest = told.min { ($0.value.at, $0.key) < ($1.value.at, $1.key) }
            if let oldest { told[oldest.key] = nil }
        }
        return untold + 1
    }
}
