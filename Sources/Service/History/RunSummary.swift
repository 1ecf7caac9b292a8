package import Model

/// What a person wants to know of a whole run, in bounded memory however many tasks it had.
package struct RunSummary: Sendable {
    package private(set) var history = History()
    package private(set) var highlights = Highlights()
    /// What of the record is lost, a part of a sentence for each damaged place.
    package var damage: [String] = []

    package init() {}

    package mutating func take(_ fact: Fact) {
        // Moved out and in again: what listens to the history can't be a part of the same value while that changes.
        var highlights = Highlights()
        swap(&highlights, &self.highlights)
        history.take(fact) { highlights.add($0) }
        highlights.follow(fact)
        swap(&highlights, &self.highlights)
    }
}

// What follows from the sums.
extension RunSummary {
    package var counts: StateCounts { history.counts }
    package var slowest: [EndedAttempt] { highlights.slowest }
    package var failures: Failures { highlights.failures }
    /// Time worked, without the gaps between an interruption and a resumption.
    package var elapsed: Duration { history.sessions.elapsed }
    package var attempts: Int { history.jobs.reduce(0) { $0 + $1.attempts } }
    package var retries: Int { history.jobs.reduce(0) { $0 + $1.retries } }
    package var lost: Int { history.jobs.reduce(0) { $0 + $1.lost } }
    /// Core time held by attempts, and used by them.
    package var held: Duration { history.jobs.reduce(.zero) { $0 + $1.held } }
    package var used: Duration { history.jobs.reduce(.zero) { $0 + $1.used } }
    package var attemptTime: Duration { history.jobs.reduce(.zero) { $0 + $1.elapsed } }
    /// The cores an attempt held, and was busy with, on average over the attempts' time.
    package var coresHeld: Cores { .average(held, over: attemptTime) }
    package var coresUsed: Cores { .average(used, over: attemptTime) }
    package var peakMemory: Bytes { history.jobs.map(\.peakMemory).max() ?? .zero }
    package var largestMemoryRequest: Bytes { history.jobs.map(\.job.request.memory).max() ?? .zero }
    /// The cores of all nodes, a node that came back counted once.
    package var cores: Int { CoreRows(nodes: history.nodes.map(\.node)).count }

    /// Core time there was to hold: each node's cores for as long as it was there.
    package var capacity: Duration {
        history.nodes.reduce(.zero) { sum, record in
            let here =
                history.sessions.elapsed(until: record.lostAt ?? history.sessions.last)
                - history.sessions.elapsed(until: record.joinedAt)
            return sum + Cores(record.node.cores.count).time(for: here)
        }
    }

    /// Core time held of what there was, in thousandths; none before there was any.
    package var efficiency: Int? { Self.thousandths(held, of: capacity) }
    /// Core time used of what was held, in thousandths.
    package var use: Int? { Self.thousandths(used, of: held) }

    package static func thousandths(_ part: Duration, of whole: Duration) -> Int? {
        guard whole > .zero else { return nil }
        return Int(Cores.average(part, over: whole).thousandths)
    }
}
