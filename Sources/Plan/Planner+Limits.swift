import Model

extension Planner {
    /// Whether as many of a class run as may. It is not looked at then, stands in nobody's way, and nobody has passed
    /// it; when one of them has ended, it is tried wherever it may fit.
    mutating func isLimited(_ requestClass: Int) -> Bool {
        guard state.isAtLimit(requestClass) else { return false }
        scratch.blockedClasses.remove(requestClass)
        scratch.passedSince[requestClass] = nil
        return true
    }

    /// Whether chains of a class may be given more: when it is its turn, or no other of its tasks may start beside them
    /// and it comes before the one whose turn it is.
    func mayExtend(_ requestClass: Int, _ inTurn: Int?, at now: Instant) -> Bool {
        guard state.isAtLimit(requestClass) else { return requestClass == inTurn }
        guard let own = rank(of: requestClass, at: now) else { return false }
        return inTurn.flatMap { rank(of: $0, at: now) }.map { own < $0 } ?? true
    }

    /// The first limit that a job's tasks have reached.
    func waitForLimit(_ job: JobState) -> Explanation? {
        guard let index = job.requestClass,
            let number = state.classes[index].limits.first(where: state.counts.hasReached)
        else { return nil }
        let (kind, name): (Explanation.Limit.Kind, String) =
            switch state.counts.groups[number] {
            case .job: (.job, job.job.name)
            case .user(let name): (.user, name)
            case .tag(let name): (.tag, name)
            }
        return .waitsForLimit(
            Explanation.Limit(
                kind: kind, name: name, limit: state.counts.mostOf[number], running: state.counts.running[number]))
    }

    /// The place of a class's first task in the order of service, with what those whose it is have used by now.
    func rank(of requestClass: Int, at now: Instant) -> Rank? {
        guard let share = state.classes[requestClass].share else { return state.rank(of: requestClass) }
        var rank = state.rank(of: requestClass)
        rank?.used = state.fairShares.figure(of: share, at: now)
        return rank
    }
}
