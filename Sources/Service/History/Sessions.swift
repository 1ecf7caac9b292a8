package import Model

/// The stretches of time in which a run was worked on: one, and one more for each resumption.
///
/// A run that was killed on Friday and resumed on Monday did not take three days; every length of time that a person
/// sees is measured on this clock, which stands still in between.
package struct Sessions: Sendable, Hashable {
    package private(set) var spans: [Span] = []
    /// The latest moment of any fact.
    package private(set) var last = Instant.zero

    package struct Span: Sendable, Hashable {
        package var openedAt: Instant
        /// Of the last fact seen in it.
        package var lastAt: Instant
        /// None while it goes on, or when it was killed.
        package var end: RunEnd?
    }

    package init() {}

    mutating func open(at instant: Instant) {
        see(instant, inSession: false)
        // A clock that was set back must not make two sessions overlap.
        let openedAt = max(instant, spans.last?.lastAt ?? instant)
        spans.append(Span(openedAt: openedAt, lastAt: openedAt))
    }

    mutating func close(_ end: RunEnd, at instant: Instant) {
        see(instant)
        if !spans.isEmpty { spans[spans.count - 1].end = end }
    }

    mutating func see(_ instant: Instant) { see(instant, inSession: true) }

    private mutating func see(_ instant: Instant, inSession: Bool) {
        if instant > last { last = instant }
        guard inSession, !spans.isEmpty else { return }
        if instant > spans[spans.count - 1].lastAt { spans[spans.count - 1].lastAt = instant }
    }

    /// The last moment known of the session that a moment belongs to.
    func lastMoment(ofSessionAt instant: Instant) -> Instant {
        spans.last { $0.openedAt <= instant }?.lastAt ?? last
    }

    /// Time worked in all.
    package var elapsed: Duration { elapsed(until: last) }

    /// Time worked before this moment; the position of the moment on a timeline without gaps.
    package func elapsed(until instant: Instant) -> Duration {
        var sum = Duration.zero
        for span in spans where instant > span.openedAt {
            sum += min(instant, span.lastAt) - span.openedAt
        }
        return sum
    }

    /// How it ended; none while it goes on, or when nobody could say.
    package var end: RunEnd? { spans.last?.end }
    package var startedAt: Instant? { spans.first?.openedAt }
}
