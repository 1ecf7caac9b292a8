import Model

extension Planner {
    /// Whether chains of a class may be given more: when it is its turn, or no other of its tasks may start beside them
    /// and it comes before the one whose turn it is.
    func mayExtend(_ requestClass: Int, _ inTurn: Candidate?) -> Bool {
        guard state.isAtLimit(requestClass) else { return requestClass == inTurn?.requestClass }
        guard let rank = state.rank(of: requestClass) else { return false }
        return inTurn.map { rank < $0.rank } ?? true
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
}
