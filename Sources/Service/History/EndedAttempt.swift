package import Model

/// One try at a task from its hand-over to its end, with everything the record says about it.
package struct EndedAttempt: Sendable, Hashable {
    package var task: TaskIdentifier
    package var placement: Placement
    package var handedOverAt: Instant
    package var end: AttemptEnd
    /// None unless it was adjusted while it ran.
    package var changes: AttemptChanges?

    package init(
        task: TaskIdentifier, placement: Placement, handedOverAt: Instant, end: AttemptEnd,
        changes: AttemptChanges? = nil
    ) {
        self.changes = changes
        self.task = task
        self.placement = placement
        self.handedOverAt = handedOverAt
        self.end = end
    }

    /// How long it ran, without the time for which it was paused; nothing when it never started.
    package var elapsed: Duration {
        guard let startedAt = end.startedAt, startedAt < end.endedAt else { return .zero }
        return max(.zero, end.endedAt - startedAt - paused)
    }

    /// For how long it was paused.
    package var paused: Duration { changes?.paused(until: end.endedAt) ?? .zero }

    /// Core time it held, at whatever width it had.
    package var held: Duration {
        guard let changes, let startedAt = end.startedAt else { return placement.width.time(for: elapsed) }
        return changes.held(since: startedAt, until: end.endedAt)
    }

    /// Core time by the kernel's account.
    package var processorTime: Duration {
        .microseconds(end.usage.userMicroseconds &+ end.usage.systemMicroseconds)
    }

    /// The cores it was busy with on average; the question behind "asked 4 cores, used 1.1".
    package var coresUsed: Cores { .average(processorTime, over: elapsed) }
}

extension Cores {
    /// Core time spread over a length of time; none over nothing.
    package static func average(_ coreTime: Duration, over elapsed: Duration) -> Cores {
        guard elapsed > .zero else { return .zero }
        // Microseconds, so that a thousand core years times a thousand still fit.
        let microseconds = max(1, elapsed.nanoseconds / 1000)
        let product = (coreTime.nanoseconds / 1000).multipliedReportingOverflow(by: 1000)
        return Cores(thousandths: product.overflow ? .max : product.partialValue / microseconds)
    }

    /// Core time of holding these cores for so long.
    package func time(for elapsed: Duration) -> Duration {
        // By far the most frequent width, and a division of 128 bits is slow.
        if self == .one { return elapsed }
        let product = elapsed.nanoseconds.multipliedFullWidth(by: thousandths)
        let limit = Int64(1000)
        guard product.high.magnitude < UInt64(limit / 2) else { return Duration(nanoseconds: .max) }
        return Duration(nanoseconds: limit.dividingFullWidth(product).quotient)
    }
}
