package import Model

/// An executor's facts, numbered from 1 and kept until the service has made them durable.
///
/// - Order: `append`, then `next` and `sent` in turn until nothing is next; `acknowledge` whenever that is heard;
///   `rewind` after every welcome, since nobody knows how much of what was sent has arrived.
package struct Outbox: Sendable, Hashable {
    /// From the first that was not acknowledged, behind those not yet removed.
    private var facts: [Fact] = []
    /// How many in front were acknowledged.
    private var done = 0
    package private(set) var firstUnacknowledged: UInt64 = 1
    /// The number of the next fact that was not sent in this link.
    private var firstUnsent: UInt64 = 1

    // 4,096: some 80 kB of ordinary ends, half a second's work of the fastest node.
    private static let longestBatch = 4096
    // A path in a failed start may be as long as a job's text.
    private static let longestPaths = 4 << 20

    package init() {}

    /// How many wait to be acknowledged.
    package var count: Int { facts.count - done }
    package var isEmpty: Bool { count == 0 }
    /// The last number given; 0: none.
    package var last: UInt64 { firstUnacknowledged + UInt64(count) - 1 }
    package var hasUnsent: Bool { firstUnsent <= last }

    package mutating func append(_ new: [Fact]) { facts += new }

    /// The next facts to send, in order; none when all were sent. They stay next until `sent` is told.
    package func next() -> FactBatch? {
        guard hasUnsent else { return nil }
        let start = done + Int(firstUnsent - firstUnacknowledged)
        var end = start
        var paths = 0
        while end < facts.count, end - start < Self.longestBatch {
            paths += facts[end].pathBytes
            if paths > Self.longestPaths, end > start { break }
            end += 1
        }
        return FactBatch(first: firstUnsent, facts: Array(facts[start..<end]))
    }

    /// The socket took these.
    package mutating func sent(_ batch: FactBatch) {
        precondition(batch.first == firstUnsent && batch.last <= last, "only what was next has been sent")
        firstUnsent = batch.last + 1
    }

    /// Forgets the facts up to this number. False for a number that was never given: the service speaks of somebody
    /// else.
    package mutating func acknowledge(through number: UInt64) -> Bool {
        guard number <= last else { return false }
        // Said again by a service that has not heard of later acknowledgements.
        guard number >= firstUnacknowledged else { return true }
        done += Int(number - firstUnacknowledged) + 1
        firstUnacknowledged = number + 1
        firstUnsent = max(firstUnsent, firstUnacknowledged)
        // Removed when they are half of all: each fact is moved at most once for one that goes.
        if done * 2 >= facts.count {
            facts.removeFirst(done)
            done = 0
        }
        return true
    }

    /// Everything that was not acknowledged is to be sent again.
    package mutating func rewind() { firstUnsent = firstUnacknowledged }
}

extension Fact {
    /// The only text of unknown length that an executor tells.
    fileprivate var pathBytes: Int {
        guard case .attemptEnded(let end) = self, case .startFailed(let failure) = end.outcome else { return 0 }
        return failure.path.utf8.count
    }
}
