/// Which jobs came together, by the key of their submission.
///
/// - Range: the last 100,000 keys, as many as the planner remembers.
struct Submissions: Sendable {
    private var jobs: [String: Range<Int>] = [:]
    private var keys: [String] = []
    private var oldest = 0

    private static let limit = 100_000

    subscript(key: String) -> Range<Int>? { jobs[key] }

    mutating func append(_ key: String, _ numbers: Range<Int>) {
        if jobs.updateValue(numbers, forKey: key) == nil { keys.append(key) }
        guard jobs.count > Self.limit else { return }
        jobs[keys[oldest]] = nil
        oldest += 1
        guard oldest > Self.limit else { return }
        keys.removeFirst(oldest)
        oldest = 0
    }
}
