import Model

/// The keys of the last batches, so that a batch sent twice is taken once.
struct SubmissionKeys: Sendable, Hashable {
    // 100,000: a client that tries again does so within minutes; at most some 10 MB.
    private static let limit = 100_000

    private var jobs: [String: Range<Int>] = [:]
    /// In the order they came; the oldest is forgotten first.
    private var order = Line<String>()

    mutating func insert(_ key: String, _ numbers: Range<Int>) {
        guard !key.isEmpty, jobs.updateValue(numbers, forKey: key) == nil else { return }
        order.append(key)
        guard jobs.count > Self.limit, let oldest = order.removeFirst(where: { _ in true }) else { return }
        jobs[oldest] = nil
    }

    func jobs(of key: String) -> [JobIdentifier]? { jobs[key].map { $0.map { JobIdentifier($0) } } }
}
