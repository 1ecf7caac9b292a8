package import Model

/// What became of the tasks of a rehearsal, one of each attempt that ended.
package struct PlayedTask: Sendable, Hashable {
    package var task: TaskIdentifier
    package var arrivedAt: Instant
    package var startedAt: Instant
    package var endedAt: Instant
    /// Over all nodes.
    package var width: Cores

    package init(task: TaskIdentifier, arrivedAt: Instant, startedAt: Instant, endedAt: Instant, width: Cores) {
        self.task = task
        self.arrivedAt = arrivedAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.width = width
    }

    package var wait: Duration { startedAt - arrivedAt }
    package var runTime: Duration { endedAt - startedAt }
    package var response: Duration { endedAt - arrivedAt }
}

extension Rehearsal {
    /// In the order they ended.
    package var played: [PlayedTask] {
        var arrivals: [Instant] = []
        var started: [AttemptIdentifier: (task: TaskIdentifier, width: Cores)] = [:]
        var played: [PlayedTask] = []
        for fact in record {
            switch fact {
            case .jobsSubmitted(_, let jobs, _, let at): arrivals += jobs.map { _ in at }
            case .attemptsHandedOver(let handOver):
                var attempt = handOver.firstAttempt
                for tasks in handOver.tasks {
                    for iteration in tasks.iterations {
                        let task = TaskIdentifier(job: tasks.job, iteration: iteration)
                        started[attempt] = (task, handOver.placement.width)
                        attempt.number += 1
                    }
                }
            case .attemptEnded(let end):
                guard let begun = started.removeValue(forKey: end.attempt), let startedAt = end.startedAt else {
                    continue
                }
                played.append(
                    PlayedTask(
                        task: begun.task, arrivedAt: arrivals[begun.task.job.number], startedAt: startedAt,
                        endedAt: end.endedAt, width: begun.width))
            default: continue
            }
        }
        return played
    }
}
