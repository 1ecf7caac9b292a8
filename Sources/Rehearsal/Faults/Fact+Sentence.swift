import Model

extension Fact {
    /// What a person reads of it in a rehearsal's story.
    var sentence: String {
        switch self {
        case .jobsSubmitted(let first, let jobs, _, _): "jobs from \(first.number) on submitted, \(jobs.count)"
        case .attemptsHandedOver(let handOver):
            "\(handOver.count) attempts from \(handOver.firstAttempt.number) on handed to "
                + handOver.placement.sentence
                + (handOver.after.map { " behind \($0.number)" } ?? "")
                + " for \(handOver.tasks.map { "\($0.job.number):\($0.iterations)" }.joined(separator: " "))"
        case .attemptStarted(let attempt, _): "attempt \(attempt.number) started"
        case .attemptEnded(let end): "attempt \(end.attempt.number) ended, \(end.outcome)"
        case .attemptsTakenBack(let first, let count, _): "attempts from \(first.number) on taken back, \(count)"
        case .adjustmentDecided(let attempt, let adjustment, _):
            "attempt \(attempt.number) is to "
                + (adjustment.isPaused ? "pause" : "run on \(adjustment.placement.sentence)")
        case .planningConfigured: "by what it plans"
        case .nodeJoined(let node, _): "node \(node.identifier.number) joined, \(node.name)"
        case .nodeLost(let node, _): "node \(node.number) lost"
        case .nodeSilent(let node, _): "node \(node.number) silent"
        case .nodeHeard(let node, _): "node \(node.number) heard"
        case .coresKeptByOthers(let node, let positions, _):
            "others keep busy of node \(node.number): cores \(positions.map { "\($0)" }.joined(separator: ","))"
        default: "\(self)"
        }
    }
}

extension Placement {
    fileprivate var sentence: String {
        parts.map { part in
            "node \(part.node.number) cores \(part.cores.map { "\($0.position)" }.joined(separator: ","))"
        }.joined(separator: " and ")
    }
}

extension Wish {
    var sentence: String {
        switch self {
        case .submit(let number, _, _): "submit batch \(number)"
        case .pause(let job): "pause job \(job.number)"
        case .freeze(let job): "freeze job \(job.number)"
        case .unpause(let job): "let job \(job.number) go on"
        case .change(let job, _): "change job \(job.number)"
        case .cancel(let tasks): "cancel \(tasks.iterations) of job \(tasks.job.number)"
        case .retry(let job): "retry job \(job.number)"
        case .remove(let job): "remove job \(job.number)"
        case .drain(let node): "drain node \(node.number)"
        case .undrain(let node): "use node \(node.number) again"
        }
    }
}
