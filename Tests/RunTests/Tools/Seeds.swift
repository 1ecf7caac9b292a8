import Posix

/// Where a random test's choices come from: `ROTA_TEST_SEED`, or the clock.
enum Seeds {
    static let seed =
        Environment.value(of: "ROTA_TEST_SEED").flatMap { UInt64($0) } ?? UInt64(Clock.wallNanoseconds())

    /// The command that repeats a test with the same choices.
    static func replay(_ seed: UInt64, _ test: String) -> String {
        "ROTA_TEST_SEED=\(seed) swift test --filter \(test)"
    }
}

/// Repeatable random numbers.
///
/// - Source: SplitMix64 (Steele, Lea and Flood 2014).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
