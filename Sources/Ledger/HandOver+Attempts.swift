internal import Model

extension HandOver {
    /// Each attempt with its task, in order.
    var attempts: some Sequence<(AttemptIdentifier, TaskIdentifier)> {
        let tasks = tasks.lazy.flatMap { range in
            range.iterations.lazy.map { TaskIdentifier(job: range.job, iteration: $0) }
        }
        let first = firstAttempt.number
        return tasks.enumerated().lazy.map { (AttemptIdentifier(first + $0.offset), $0.element) }
    }
}
