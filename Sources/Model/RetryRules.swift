/// How often a task is tried again, for each cause of failure, and how long it rests before.
///
/// - Range: limits count further attempts, 0 … 1,000,000; the delay before retry `n` is
///   `delay × growth^(n-1)`, at most `longestDelay`.
public struct RetryRules: Sendable, Hashable {
    public var exitCode: Int
    public var signal: Int
    public var outOfMemory: Int
    public var wallTime: Int
    public var startFailure: Int
    /// Counted on its own: a lost attempt never uses up another limit.
    public var lost: Int
    public var delay: Duration
    /// In thousandths: 2000 doubles the delay each time.
    public var growth: Int64
    public var longestDelay: Duration

    /// Nothing is tried again but what was lost with its executor.
    public static let standard = RetryRules(every: 0)

    /// The same limit for every cause but loss.
    public init(every limit: Int) {
        exitCode = limit
        signal = limit
        outOfMemory = limit
        wallTime = limit
        startFailure = limit
        lost = 5
        delay = .zero
        growth = 2000
        longestDelay = .seconds(3600)
    }
}
