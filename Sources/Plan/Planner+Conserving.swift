import Model

/// Conservative backfilling: everybody in line has its place in the future, and who starts delays nobody before it.
extension Planner {
    // 1,000: so many places are kept exactly; who stands behind them starts wherever it delays none of these.
    private static let mostPlaces = 1000

    /// Gives everybody in order the earliest place that leaves those before it theirs, and starts whose place is now.
    ///
    /// All places are found anew in each plan, in the order of service: what comes free early serves the first whom it
    /// helps.
    ///
    /// - Cost: O(places × steps of the timelines).
    mutating func serveAll(_ decision: inout Decision, at now: Instant) {
        expectEnds(at: now)
        var book = PlaceBook(
            state.nodes.indices.map { Timeline(of: state.nodes[$0], ends: scratch.ends[$0], from: now) })
        let largest = state.nodes.largest
        var walk = LineWalk()
        var places = 0
        var isDeferred = NumberSet()
        while mayStartMore, places < Self.mostPlaces,
            let stop = walk.next(in: state, where: { $0.fit(into: largest) })
        {
            let index = stop.requestClass
            let rank = Rank(standing: stop.key.standing, task: TaskIdentifier(job: stop.key.job, iteration: stop.first))
            let next = Candidate(rank: rank, requestClass: index)
            guard couldStart(index, at: now) else {
                walk.leave(stop, in: state)
                continue
            }
            let asked = asked(by: next)
            var place = book.place(for: asked, among: state.nodes, from: now)
            if !isDeferred.contains(index), place?.at == now, begin(next, asked, &book, &decision, at: now) { continue }
            isDeferred.insert(index)
            let last = min(places + stop.count, Self.mostPlaces)
            while let kept = place, places < last {
                book.keep(kept, among: state.nodes)
                if kept.at > now { scratch.reservedAt = min(scratch.reservedAt ?? kept.at, kept.at) }
                places += 1
                place = places < last ? book.place(for: asked, among: state.nodes, from: now) : nil
            }
            walk.leave(stop, in: state)
        }
        if places == Self.mostPlaces { fillUp(behind: walk.last, &book, &decision, at: now) }
    }

    /// Starts, of those behind the last place that is kept, who delays nobody that has one.
    private mutating func fillUp(
        behind last: Rank?, _ book: inout PlaceBook, _ decision: inout Decision, at now: Instant
    ) {
        var passed = last
        while mayStartMore {
            let free = state.nodes.mostFree.thousandths
            guard let index = state.waiting.first(behind: passed, of: .open, where: { $0.cores <= free }),
                let rank = state.waiting.rank(of: index)
            else { return }
            let next = Candidate(rank: rank, requestClass: index)
            if !begin(next, asked(by: next), &book, &decision, at: now) { setAsideIfUnfit(next, at: now) }
            passed = rank
        }
    }

    /// Starts a task whose place is now.
    /// - Returns: whether it fits in truth; what is free may lie in parts of cores, or lack what the timelines don't
    ///   tell of.
    private mutating func begin(
        _ next: Candidate, _ asked: [Asked], _ book: inout PlaceBook, _ decision: inout Decision, at now: Instant
    ) -> Bool {
        guard let expected = asked.first?.expected else { return false }
        let timelines = book.timelines
        func stretch(of part: Placement.Part) -> Duration {
            timelines[part.node.number].stretch(of: Needs(of: part), from: now)
        }
        let found = placement(for: next.rank.task, of: next.requestClass, at: now) { stretch(of: $0) >= expected }
        guard let found else { return false }
        let limit = found.parts.map(stretch).min() ?? expected
        let count = start(next, on: found, within: limit, &decision, at: now)
        book.give(found, from: now, for: Duration(nanoseconds: expected.nanoseconds * Int64(count)))
        return true
    }
}
