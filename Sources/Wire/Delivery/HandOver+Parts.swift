package import Model

extension HandOver {
    /// The parts of it that hold only wanted attempts, each behind the attempt before it.
    ///
    /// An order that is said again after a link broke may name attempts that had arrived.
    package func parts(where isWanted: (AttemptIdentifier) -> Bool) -> [HandOver] {
        var parts: [HandOver] = []
        var attempt = firstAttempt
        var previous = after
        var isOpen = false
        for tasks in tasks {
            for iteration in tasks.iterations {
                defer {
                    previous = attempt
                    attempt.number += 1
                }
                guard isWanted(attempt) else {
                    isOpen = false
                    continue
                }
                if !isOpen {
                    parts.append(
                        HandOver(firstAttempt: attempt, placement: placement, after: previous, tasks: [], at: at))
                }
                isOpen = true
                parts[parts.count - 1].append(TaskRange(job: tasks.job, iterations: iteration..<iteration + 1))
            }
        }
        return parts
    }

    private mutating func append(_ next: TaskRange) {
        if let last = tasks.last, last.job == next.job, last.iterations.upperBound == next.iterations.lowerBound {
            tasks[tasks.count - 1].iterations = last.iterations.lowerBound..<next.iterations.upperBound
        } else {
            tasks.append(next)
        }
    }
}
