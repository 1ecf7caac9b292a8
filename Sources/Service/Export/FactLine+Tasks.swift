internal import Dialects
internal import Model

/// What is told of attempts and tasks.
extension FactLine {
    func writeAttempt(_ json: inout JSONText) {
        switch fact {
        case .attemptsHandedOver(let handOver):
            head("attemptsHandedOver", handOver.at, &json)
            json.member("first", handOver.firstAttempt.number)
            if let after = handOver.after { json.member("after", after.number) }
            json.key("tasks")
            json.array { json in for range in handOver.tasks { json.object { write(range, &$0) } } }
            json.key("placement")
            json.array { json in for part in handOver.placement.parts { write(part, &json) } }
        case .attemptStarted(let attempt, let at):
            head("attemptStarted", at, &json)
            json.member("attempt", attempt.number)
        case .attemptEnded(let end):
            head("attemptEnded", end.endedAt, &json)
            write(end, &json)
        case .attemptsTakenBack(let first, let count, let at):
            head("attemptsTakenBack", at, &json)
            json.member("first", first.number)
            json.member("count", count)
        case .adjustmentDecided(let attempt, let adjustment, let at):
            head("adjustmentDecided", at, &json)
            json.member("attempt", attempt.number)
            json.member("adjustment", adjustment.number)
            json.member("paused", adjustment.isPaused)
            json.key("placement")
            json.array { json in for part in adjustment.placement.parts { write(part, &json) } }
        case .attemptAdjusted(let attempt, let number, let at):
            head("attemptAdjusted", at, &json)
            json.member("attempt", attempt.number)
            json.member("adjustment", number)
        case .adjustmentFailed(let attempt, let number, let errorNumber, let at):
            head("adjustmentFailed", at, &json)
            json.member("attempt", attempt.number)
            json.member("adjustment", number)
            json.member("errorNumber", errorNumber)
        default: break
        }
    }

    private func write(_ part: Placement.Part, _ json: inout JSONText) {
        json.object { json in
            json.member("node", part.node.number)
            json.key("cores")
            json.array { json in for core in part.cores { json.value(core.position) } }
            json.key("width")
            json.value(thousandths: part.width.thousandths)
            json.member("memoryBytes", part.memory.count)
            json.key("gpus")
            json.array { json in for gpu in part.gpus { json.value(gpu.position) } }
        }
    }

    private func write(_ end: AttemptEnd, _ json: inout JSONText) {
        json.member("attempt", end.attempt.number)
        if let startedAt = end.startedAt { json.member("startedAt", Dates.text(startedAt)) }
        json.member("process", end.processIdentifier)
        json.member("outcome", Phrases.outcome(end.outcome))
        json.member("userMicroseconds", end.usage.userMicroseconds)
        json.member("systemMicroseconds", end.usage.systemMicroseconds)
        json.member("peakMemoryBytes", end.usage.peakMemory.count)
        for (name, location) in [("output", end.output.standardOutput), ("error", end.output.standardError)] {
            switch location {
            case .nothing: break
            case .log(let offset, let count):
                json.key(name)
                json.object { json in
                    json.member("offset", offset)
                    json.member("bytes", count)
                }
            case .file(let count):
                json.key(name)
                json.object { $0.member("bytes", count) }
            }
        }
    }

    func writeTask(_ json: inout JSONText) {
        switch fact {
        case .taskReturned(let task, let readyAt, let memory):
            head("taskReturned", readyAt, &json)
            write(task, &json)
            json.member("memoryBytes", memory.count)
        case .taskFailed(let task, let at):
            head("taskFailed", at, &json)
            write(task, &json)
        case .tasksReleased(let range, let at):
            head("tasksReleased", at, &json)
            write(range, &json)
        case .tasksSkipped(let range, let because, let at):
            head("tasksSkipped", at, &json)
            write(range, &json)
            json.key("because")
            json.object { write(because, &$0) }
        case .tasksCancelled(let range, let at):
            head("tasksCancelled", at, &json)
            write(range, &json)
        case .tasksRetried(let range, let at):
            head("tasksRetried", at, &json)
            write(range, &json)
        case .tasksSettled(let range, let state):
            json.member("fact", "tasksSettled")
            write(range, &json)
            json.member("state", "\(state)")
        default: break
        }
    }

    private func write(_ task: TaskIdentifier, _ json: inout JSONText) {
        json.member("job", task.job.number)
        json.member("iteration", task.iteration)
    }

    private func write(_ range: TaskRange, _ json: inout JSONText) {
        json.member("job", range.job.number)
        json.member("firstIteration", range.iterations.lowerBound)
        json.member("count", range.iterations.count)
    }
}
