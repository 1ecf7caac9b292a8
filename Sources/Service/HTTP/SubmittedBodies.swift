internal import Synchronization

/// What came under which key, so that a key that comes again with something else is told from a request that is
/// repeated.
///
/// - Range: as many keys as the planner remembers; none of before the service's start.
final class SubmittedBodies: Sendable {
    private let checksums = Mutex<[String: UInt32]>([:])

    // 100,000: what the planner has forgotten is new anyway.
    private static let limit = 100_000

    /// Whether something else came under this key before; none when nobody knows.
    func isOther(_ body: [UInt8], under key: String) -> Bool? {
        checksums.withLock { $0[key] }.map { $0 != RunSourceChecksum.of(body) }
    }

    func remember(_ body: [UInt8], under key: String) {
        guard !key.isEmpty else { return }
        checksums.withLock { checksums in
            if checksums.count >= Self.limit { checksums.removeAll() }
            checksums[key] = RunSourceChecksum.of(body)
        }
    }
}
