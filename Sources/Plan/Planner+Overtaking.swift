import Model

/// Who passes the first in line, which does not fit.
extension Planner {
    /// Starts who fits behind the first in line, and leaves it what is reserved for it.
    mutating func overtake(_ head: Head, _ decision: inout Decision, at now: Instant) {
        var passing = Passing(reservation: head.reservation)
        switch configuration.policy.passing {
        case .inOrder:
            var passed = head.candidate.rank
            while true {
                let next = mayStartMore ? nextFitting(behind: passed, leaving: passing.reservation, at: now) : nil
                letPass(between: passed, next?.rank, &passing.reservation, &decision, at: now)
                guard let next, mayStartMore else { break }
                passed = next.rank
                pass(next, &passing, &decision, at: now)
            }
        case .shortestFirst:
            // Who was paused has waited for what it was promised.
            letPass(between: head.candidate.rank, nil, &passing.reservation, &decision, at: now)
            var line = fitting(behind: head, at: now)
            while mayStartMore, let index = line.popLast()?.requestClass {
                // Who started before may have brought it to a limit, or to another place.
                guard let rank = state.waiting.rank(of: index) else { continue }
                let next = Candidate(rank: rank, requestClass: index)
                guard pass(next, &passing, &decision, at: now) else { continue }
                guard let rank = state.waiting.rank(of: index) else { continue }
                insert(Candidate(rank: rank, requestClass: index), into: &line)
            }
        }
        if head.hasRoom { scratch.room = passing.reservation }
        if passing.hasPassed { notePassed(head.candidate, at: now) }
    }

    /// What those who pass leave to who is first in line.
    private struct Passing {
        var reservation: Reservation?
        var hasPassed = false
    }

    /// - Returns: whether it has started.
    @discardableResult
    private mutating func pass(
        _ next: Candidate, _ passing: inout Passing, _ decision: inout Decision, at now: Instant
    ) -> Bool {
        let endsInTime = passing.reservation.map { $0.ends(estimate(of: next), from: now) } ?? true
        guard let placement = placement(of: next, leaving: endsInTime ? nil : passing.reservation, at: now) else {
            setAsideIfUnfit(next, at: now)
            return false
        }
        passing.hasPassed = true
        if !endsInTime { passing.reservation?.give(placement) }
        let limit = endsInTime ? passing.reservation.map { $0.at - now } : nil
        start(next, on: placement, within: limit, &decision, at: now)
        return true
    }

    /// Those that may fit behind the first in line, who should run for the shortest time last.
    ///
    /// - Cost: O(n log n); n is how many may fit.
    private func fitting(behind head: Head, at now: Instant) -> [Candidate] {
        var line: [(candidate: Candidate, time: Duration)] = []
        var passed = head.candidate.rank
        while let next = nextFitting(behind: passed, leaving: head.reservation, at: now) {
            passed = next.rank
            line.append((next, timeInLine(of: next)))
        }
        line.sort { $0.time == $1.time ? $1.candidate.rank < $0.candidate.rank : $0.time > $1.time }
        return line.map(\.candidate)
    }

    /// Puts the next of its class where it belongs among those that may fit.
    private func insert(_ candidate: Candidate, into line: inout [Candidate]) {
        let time = timeInLine(of: candidate)
        var position = line.count
        while position > 0 {
            let other = timeInLine(of: line[position - 1])
            if time < other || time == other && candidate.rank < line[position - 1].rank { break }
            position -= 1
        }
        line.insert(candidate, at: position)
    }

    private func timeInLine(of candidate: Candidate) -> Duration {
        state.expectedTimeInLine(of: candidate.rank.task.job.number)
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
    mutating func setAsideIfUnfit(_ next: Candidate, at now: Instant) {
        guard state.classes[next.requestClass].request.sharing == .none,
            placement(for: next.rank.task, of: next.requestClass, at: now) == nil
        else { return }
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
        // Who is paused waits for its own nodes alone.
        guard head.paused == nil, let since = scratch.passedSince[head.requestClass] else { return false }
        return now - since >= patience(of: head) && isUpToUs(head)
    }

    /// Whether it could start once everything of ours had ended. Else others keep cores busy that it needs, for as long
    /// as nobody knows, and it would keep everybody waiting for nothing.
    private func isUpToUs(_ head: Candidate) -> Bool {
        state.classes[head.requestClass].options.contains { option in
            let least = widths(of: head.rank.task, option).lowerBound
            let able = state.nodes.states.filter { $0.takesWork && $0.couldHoldBesideOthers(option, least: least) }
            return Self.mostTogether(able) >= option.nodes.lowerBound
        }
    }

    /// Who takes hours waits longer for its turn than who takes a minute; nobody for ever.
    func patience(of head: Candidate) -> Duration {
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
        guard head.paused == nil, scratch.passedSince[head.requestClass] == nil else { return }
        scratch.passedSince = scratch.passedSince.filter { state.waiting.contains($0.key) }
        scratch.passedSince[head.requestClass] = now
    }
}
