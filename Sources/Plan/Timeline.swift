import Model

/// What is free of one node over time, as a step function.
///
/// - Shape: steps by time, the first at the present; the last lasts for ever. What runs gives back what it holds at its
///   expected end; a node that is taken away has nothing left from then on.
/// - Cost: everything O(steps).
/// - Source: the availability list of conservative backfilling (Mu'alem and Feitelson 2001, section 2).
struct Timeline: Sendable {
    struct Step: Sendable, Hashable {
        var from: Instant
        var free: Needs
    }

    private(set) var steps: [Step]

    /// - Parameter ends: when what runs there should end, the earliest first.
    init(of node: NodeState, ends: [ExpectedEnds.End], from now: Instant) {
        steps = [Step(from: now, free: node.room)]
        guard node.takesWork else {
            steps[0].free = .nothing
            return
        }
        steps.reserveCapacity(ends.count + 2)
        let last = node.node.endsAt ?? .never
        for end in ends {
            guard end.at < last else { break }
            if end.at > steps[steps.count - 1].from {
                steps.append(Step(from: end.at, free: steps[steps.count - 1].free))
            }
            steps[steps.count - 1].free.add(end.held)
        }
        if node.node.endsAt != nil { steps.append(Step(from: max(last, now), free: .nothing)) }
    }

    /// When so much is free for so long, at the earliest; none: not before `limit`.
    func earliest(_ needs: Needs, for duration: Duration, from now: Instant, before limit: Instant) -> Instant? {
        var start: Instant?
        var position = self.position(at: now)
        while position < steps.count {
            if !needs.fit(into: steps[position].free) {
                start = nil
            } else {
                let begin = start ?? max(now, steps[position].from)
                guard begin < limit else { return nil }
                start = begin
                guard position + 1 < steps.count else { return begin }
                if steps[position + 1].from - begin >= duration { return begin }
            }
            position += 1
        }
        return nil
    }

    /// For how long so much stays free from then on.
    func stretch(of needs: Needs, from at: Instant) -> Duration {
        var position = self.position(at: at)
        while position < steps.count {
            guard needs.fit(into: steps[position].free) else { return steps[position].from - at }
            position += 1
        }
        return Duration(nanoseconds: .max)
    }

    /// Somebody has so much for so long.
    mutating func take(_ needs: Needs, from begin: Instant, for duration: Duration) {
        let first = step(from: begin)
        let (sum, isEndless) = begin.nanoseconds.addingReportingOverflow(duration.nanoseconds)
        let last = isEndless ? steps.count : step(from: Instant(nanoseconds: sum))
        for position in first..<max(first, last) { steps[position].free.subtract(needs) }
    }

    /// The step that begins then, made where there is none.
    private mutating func step(from at: Instant) -> Int {
        let position = self.position(at: at)
        guard steps[position].from < at else { return position }
        steps.insert(Step(from: at, free: steps[position].free), at: position + 1)
        return position + 1
    }

    /// The step that holds then; the first one holds for all that was before.
    private func position(at instant: Instant) -> Int { max(steps.leading { $0.from <= instant } - 1, 0) }
}

extension Instant {
    /// Behind all that happens.
    static let never = Instant(nanoseconds: .max)
}
