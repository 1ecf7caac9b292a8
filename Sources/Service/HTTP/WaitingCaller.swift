internal import Dialects
internal import Model
internal import Synchronization

/// Somebody who is answered when certain tasks have ended, or when the time is up.
final class WaitingCaller: Follower {
    private let caller: Caller
    private let replica: Replica
    private let clock: RunClock
    /// None: every job there is.
    private let wanted: [ChosenTasks]?
    private let isAnswered = Mutex(false)

    init(_ caller: Caller, _ wanted: [ChosenTasks]?, _ replica: Replica, _ clock: RunClock) {
        self.caller = caller
        self.wanted = wanted
        self.replica = replica
        self.clock = clock
    }

    func look() -> Bool {
        if isAnswered.withLock({ $0 }) { return false }
        do {
            let counts = try replica.answer(at: clock.now) { views in tally(views.history) }
            guard counts.ended == counts.total else { return true }
            answer { .json(WaitAnswer(hasEnded: true, counts: counts)) }
        } catch { answer { Response(Problem(error)) } }
        return false
    }

    func beat() -> Bool { !isAnswered.withLock { $0 } }
    func end() { answer { Response(Problem.ending) } }

    /// The time is up.
    func giveUp() {
        do {
            let counts = try replica.answer(at: clock.now) { views in tally(views.history) }
            answer { .json(WaitAnswer(hasEnded: counts.ended == counts.total, counts: counts)) }
        } catch { answer { Response(Problem(error)) } }
    }

    private func answer(_ response: () -> Response) {
        let wasAnswered = isAnswered.withLock { isAnswered in
            defer { isAnswered = true }
            return isAnswered
        }
        if !wasAnswered { caller.send(response()) }
    }

    /// - Cost: O(jobs) for all, O(tasks) for a part of a job's.
    private func tally(_ history: History) -> StateCounts {
        guard let wanted else { return history.counts }
        var counts = StateCounts()
        for chosen in wanted {
            if chosen.isWhole {
                counts += history.record(of: chosen.job)?.counts ?? StateCounts()
                continue
            }
            for iteration in chosen.ranges.joined() {
                counts[history.state(of: TaskIdentifier(job: chosen.job, iteration: iteration)) ?? .cancelled] += 1
            }
        }
        return counts
    }
}
