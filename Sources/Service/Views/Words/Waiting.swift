internal import Dialects
internal import Model

/// What a job's tasks wait for, in a few words.
enum Waiting {
    /// The words, and the moment in them when there is one.
    static func reason(of record: JobRecord, in history: History, at now: Instant) -> (text: String, moment: Instant?) {
        if history.isHeldBack { return ("until the run goes on", nil) }
        if record.isPaused { return ("until it is unpaused", nil) }
        if let startAt = record.job.startAt, startAt > now { return ("until \(Dates.text(startAt))", startAt) }
        let unmet = record.job.dependencies.filter { dependency in
            guard dependency.scope != .sameIteration else {
                let needed = history.record(named: dependency.job)
                return needed.map { !$0.isOver } ?? false
            }
            let first = record.job.iterations.indices.lowerBound
            return !history.isMet(dependency, for: TaskIdentifier(job: record.identifier, iteration: first))
        }
        if !unmet.isEmpty {
            return ("for " + unmet.map { progress(of: $0, in: history) }.joined(separator: " and "), nil)
        }
        let resting = history.resting.count { $0.key.job == record.identifier && $0.value > now }
        if resting > 0, resting == record.counts[.waiting] { return ("to be tried again", nil) }
        return ("for \(RequestText.text(of: record.job.request))", nil)
    }

    /// `mesh (20 of 24 done)`
    static func progress(of dependency: Dependency, in history: History) -> String {
        guard dependency.scope == .job || dependency.scope == .sameIteration,
            let needed = history.record(named: dependency.job), needed.counts.total > 1
        else { return RequestText.text(of: dependency) }
        let done = dependency.condition == .success ? needed.counts[.succeeded] : needed.counts.ended
        let progress = "\(Wording.count(done)) of \(Wording.count(needed.counts.total)) done"
        return "\(RequestText.text(of: dependency)) (\(progress))"
    }
}
