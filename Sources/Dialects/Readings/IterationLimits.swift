/// How far iterations may reach.
enum IterationLimits {
    /// A billion: four bytes for each still fit a large machine's memory.
    static let count = 1_000_000_000
    /// 10^15: every sum and product of two such numbers with a count stays within 64 bits.
    static let numbers = -1_000_000_000_000_000...1_000_000_000_000_000
}
