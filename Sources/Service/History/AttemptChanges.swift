package import Model

/// What changed of an attempt's place since it was handed over, and for how long it was paused.
///
/// - Cost: the same however often it changes.
package struct AttemptChanges: Sendable, Hashable {
    /// Decided, and not answered yet.
    package private(set) var pending: Adjustment?
    /// Where it runs, or ran before it was paused.
    package private(set) var placement: Placement
    /// Since when it is paused.
    package private(set) var pausedAt: Instant?
    /// For how long it was paused before that.
    package private(set) var pausedFor = Duration.zero
    /// The first change: from which width, and when. What it held before that begins with its start, which may be told
    /// as late as its end.
    private var first: First?
    /// Core time it held between the first change and the last.
    private var held = Duration.zero
    private(set) var changedAt = Instant.zero

    private struct First: Hashable {
        var width: Cores
        var at: Instant
    }

    init(_ placement: Placement) { self.placement = placement }

    mutating func decide(_ adjustment: Adjustment) { pending = adjustment }

    /// Says no when this is not the answer to what was decided last.
    mutating func take(_ number: Int, at: Instant) -> Bool {
        guard let adjustment = pending, adjustment.number == number else { return false }
        pending = nil
        if first == nil {
            first = First(width: placement.width, at: at)
        } else {
            held += held(from: changedAt, until: at)
        }
        changedAt = at
        if adjustment.isPaused {
            pausedAt = pausedAt ?? at
        } else {
            if let pausedAt, pausedAt < at { pausedFor += at - pausedAt }
            pausedAt = nil
            placement = adjustment.placement
        }
        return true
    }

    /// Says no when this is not the answer to what was decided last.
    mutating func fail(_ number: Int) -> Bool {
        guard pending?.number == number else { return false }
        pending = nil
        return true
    }

    /// For how long it was paused until then.
    package func paused(until end: Instant) -> Duration {
        guard let pausedAt, pausedAt < end else { return pausedFor }
        return pausedFor + (end - pausedAt)
    }

    /// Core time it held between its start and then.
    func held(since start: Instant, until end: Instant) -> Duration {
        guard let first else { return placement.width.time(for: end - start) }
        return first.width.time(for: max(.zero, first.at - start)) + held + held(from: changedAt, until: end)
    }

    private func held(from start: Instant, until end: Instant) -> Duration {
        guard pausedAt == nil, start < end else { return .zero }
        return placement.width.time(for: end - start)
    }
}
