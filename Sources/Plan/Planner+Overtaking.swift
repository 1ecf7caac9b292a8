import Model

/// Who passes the first in line, which does not fit.
extension Planner {
    /// Starts who fits behind the first in line, in the order of service, and leaves it what is reserved for it.
    mutating func overtake(_ head: Head, _ decision: inout Decision, at now: Instant) {
        var reservation = head.reservation
        var passed = head.candidate.rank
        var hasPassed = false
        while mayStartMore, let next = nextFitting(behind: passed, leaving: reservation, at: now) {
            passed = next.rank
            let endsInTime = reservation.map { $0.ends(estimate(of: next), from: now) } ?? true
            guard let placement = placement(of: next, leaving: endsInTime ? nil : reservation, at: now) else {
                takeNote(ofUnfit: next, wasFree: endsInTime, at: now)
                continue
            }
            hasPassed = true
            if !endsInTime { reservation?.give(placement) }
            start(next, on: placement, within: endsInTime ? reservation.map { $0.at - now } : nil, &decision, at: now)
        }
        if hasPassed { notePassed(head.candidate, at: now) }
    }

    private func estimate(of next: Candidate) -> Duration { estimate(of: next.requestClass, first: next.rank.task) }

    /// The next in line for whom there may be enough cores, and time or else cores that nobody needs.
    private func nextFitting(behind rank: Rank, leaving reservation: Reservation?, at now: Instant) -> Candidate? {
        let free = state.nodes.mostFree.thousandths
        let time = reservation.map { ($0.at - now).nanoseconds } ?? .max
        // What is free on other nodes, nobody needs.
        let spare = reservation.map { max($0.mostLeft, state.nodes.mostFree(except: $0.nodes)).thousandths } ?? 0
        let index = state.waiting.first(behind: rank, of: .open) {
            $0.cores <= free && ($0.time <= time || $0.cores <= spare)
        }
        guard let index, let rank = state.waiting.rank(of: index) else { return nil }
        return Candidate(rank: rank, requestClass: index)
    }

    private func placement(of next: Candidate, leaving reservation: Reservation?, at now: Instant) -> Placement? {
        placement(for: next.rank.task, of: next.requestClass, at: now) {
            reservation?.leaves($0) ?? true
        }
    }

    /// What fits nowhere need not be looked at before some node gets something to give.
    private mutating func takeNote(ofUnfit next: Candidate, wasFree: Bool, at now: Instant) {
        guard state.classes[next.requestClass].request.sharing == .none else { return }
        if !wasFree, placement(for: next.rank.task, of: next.requestClass, at: now) != nil { return }
        state.waiting.setAside(next.requestClass)
    }

    /// Looks who of those that fitted nowhere may fit on what was gained.
    mutating func lookAgain(at now: Instant) {
        var next = state.nodes.gained.first
        while let number = next {
            next = state.nodes.gained.first(from: number + 1)
            let room = state.nodes[number].room
            var passed: Rank?
            while let index = state.waiting.first(behind: passed, of: .setAside, where: { $0.fit(into: room) }) {
                passed = state.waiting.rank(of: index)
                if mayFit(index, on: number, at: now) { state.waiting.setAside(index, false) }
            }
        }
        state.nodes.forgetGains()
    }

    /// Whether the first in line, passed by others for as long as it is patient, lets nobody pass any more.
    func isImpatient(_ head: Candidate, at now: Instant) -> Bool {
        guard let since = scratch.passedSince[head.requestClass] else { return false }
        return now - since >= patience(of: head)
    }

    /// Who takes hours waits longer for its turn than who takes a minute; nobody for ever.
    private func patience(of head: Candidate) -> Duration {
        let request = state.classes[head.requestClass].request
        let expected =
            request.expectedTime ?? request.wallTime
            ?? expectation(of: head.requestClass, first: head.rank.task) ?? .zero
        return max(configuration.patience, min(expected, Self.longestPatience))
    }

    // A day: what one step of priority is worth, unless another ageing was chosen.
    private static let longestPatience = Duration.seconds(86_400)

    /// Remembers since when the first in line is passed by others.
    private mutating func notePassed(_ head: Candidate, at now: Instant) {
        guard scratch.passedSince[head.requestClass] == nil else { return }
        scratch.passedSince = scratch.passedSince.filter { state.waiting.contains($0.key) }
        scratch.passedSince[head.requestClass] = now
    }
}
