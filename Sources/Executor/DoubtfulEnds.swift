package import Model

/// Ends by a signal that nobody here had sent, held for a moment, since whoever sent it may be ending everything: a
/// batch system signals every process of its job, the tasks perhaps before this one.
///
/// What became known after such an end waits behind it, so that the order of facts stays. Pure.
package struct DoubtfulEnds: Sendable {
    // 1 s: a batch system signals the processes of a job one after another within milliseconds; on a busy machine a
    // process may take a while to hear of it.
    private static let patience = Duration.seconds(1)
    // SIGUSR1 and SIGUSR2, by which a batch system warns of the end, SIGTERM, and SIGKILL, which may come to the tasks
    // a moment before it comes to this process: then nobody tells, and they count as lost with it.
    private static let signals = [9, 10, 12, 15]

    private var held: [Fact] = []
    private var since: Instant?

    package init() {}

    package var isEmpty: Bool { held.isEmpty }

    /// Whose ends are held, in the order they ended.
    package var attempts: [AttemptIdentifier] {
        held.compactMap { fact in
            if case .attemptEnded(let end) = fact { return end.attempt }
            return nil
        }
    }

    /// What may be told now.
    package mutating func pass(_ facts: [Fact], at now: Instant) -> [Fact] {
        if let since {
            guard now - since >= Self.patience || !held.contains(where: Self.isDoubtful) else {
                held += facts
                return []
            }
            return release() + pass(facts, at: now)
        }
        guard let first = facts.firstIndex(where: Self.isDoubtful) else { return facts }
        held = Array(facts[first...])
        since = now
        return Array(facts[..<first])
    }

    /// The same order that ends everything else says what these count as. Answers whether it was held.
    package mutating func settle(_ attempt: AttemptIdentifier, as outcome: Outcome) -> Bool {
        for position in held.indices {
            guard case .attemptEnded(var end) = held[position], end.attempt == attempt else { continue }
            if Self.isDoubtful(held[position]) {
                end.outcome = outcome
                held[position] = .attemptEnded(end)
            }
            return true
        }
        return false
    }

    /// Everything that is held.
    private mutating func release() -> [Fact] {
        since = nil
        defer { held.removeAll() }
        return held
    }

    private static func isDoubtful(_ fact: Fact) -> Bool {
        guard case .attemptEnded(let end) = fact else { return false }
        return isDoubtful(end.outcome)
    }

    /// Whether an end may have come from a signal to everything.
    static func isDoubtful(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .signalled(let signal): signals.contains(signal)
        // 128 and the signal's number, as shells say it of a child.
        case .exited(let code): signals.contains(code - 128)
        default: false
        }
    }
}
