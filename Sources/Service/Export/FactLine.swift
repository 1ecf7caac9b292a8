internal import Dialects
internal import Model

/// A fact of the record for programs other than Rota: an object with its number, its name and its fields.
///
/// Jobs, nodes and attempts are named by their numbers, as in the record; moments are in universal time.
struct FactLine {
    let number: Int
    let fact: Fact

    func write(to json: inout JSONText) {
        json.object { json in
            json.member("number", number)
            switch fact {
            case .runOpened(let run, let at):
                head("runOpened", at, &json)
                write(run, &json)
            case .runClosed(let end, let at):
                head("runClosed", at, &json)
                json.member("end", "\(end)")
            case .planningConfigured(let rules, let at):
                head("planningConfigured", at, &json)
                json.member("policy", PolicyName.text(of: rules.policy))
            case .planned(let at): head("planned", at, &json)
            case .heldBack(let at): head("heldBack", at, &json)
            case .resumed(let at): head("resumed", at, &json)
            case .nodeJoined, .nodeLost, .nodeSilent, .nodeHeard, .nodeDraining, .nodeAvailable, .coresKeptByOthers:
                writeNode(&json)
            case .jobsSubmitted, .jobsPaused, .jobsUnpaused, .jobsFrozen, .jobChanged, .jobsRemoved, .retryRequested:
                writeJobs(&json)
            case .attemptsHandedOver, .attemptStarted, .attemptEnded, .attemptsTakenBack, .adjustmentDecided,
                .attemptAdjusted, .adjustmentFailed:
                writeAttempt(&json)
            case .taskReturned, .tasksReleased, .taskFailed, .tasksSkipped, .tasksCancelled, .tasksSettled,
                .tasksRetried:
                writeTask(&json)
            case .recordCondensed(let jobs, let attempts, let at):
                head("recordCondensed", at, &json)
                json.member("jobs", jobs)
                json.member("attempts", attempts)
            }
        }
    }

    func head(_ name: String, _ at: Instant, _ json: inout JSONText) {
        json.member("fact", name)
        json.member("at", Dates.text(at))
    }

    private func write(_ run: Run, _ json: inout JSONText) {
        json.member("run", run.number)
        json.member("version", run.version)
        json.member("host", run.host)
        json.member("directory", run.directory)
        json.key("arguments")
        json.array { json in for argument in run.arguments { json.value(argument) } }
    }

    private func writeNode(_ json: inout JSONText) {
        switch fact {
        case .nodeJoined(let node, let at):
            head("nodeJoined", at, &json)
            write(node, &json)
        case .nodeLost(let node, let at): writeNode("nodeLost", node, at, &json)
        case .nodeSilent(let node, let at): writeNode("nodeSilent", node, at, &json)
        case .nodeHeard(let node, let at): writeNode("nodeHeard", node, at, &json)
        case .nodeDraining(let node, let at): writeNode("nodeDraining", node, at, &json)
        case .nodeAvailable(let node, let at): writeNode("nodeAvailable", node, at, &json)
        case .coresKeptByOthers(let node, let positions, let at):
            writeNode("coresKeptByOthers", node, at, &json)
            json.key("positions")
            json.array { json in for position in positions { json.value(position) } }
        default: break
        }
    }

    private func writeNode(_ name: String, _ node: NodeIdentifier, _ at: Instant, _ json: inout JSONText) {
        head(name, at, &json)
        json.member("node", node.number)
    }

    private func write(_ node: Node, _ json: inout JSONText) {
        json.member("node", node.identifier.number)
        json.member("name", node.name)
        json.key("cores")
        json.array { json in for core in node.cores { json.value(core) } }
        if !node.domains.isEmpty {
            json.key("domains")
            json.array { json in for count in node.domains { json.value(count) } }
        }
        json.member("memoryBytes", node.memory.count)
        json.key("gpus")
        json.array { json in for gpu in node.gpus { json.value(gpu) } }
        json.key("tags")
        json.array { json in for tag in node.tags { json.value(tag) } }
        if !node.containerProblem.isEmpty { json.member("containerProblem", node.containerProblem) }
        if !node.allocation.isEmpty { json.member("allocation", node.allocation) }
        if let end = node.endsAt { json.member("endsAt", Dates.text(end)) }
    }

    private func writeJobs(_ json: inout JSONText) {
        switch fact {
        case .jobsSubmitted(let first, let jobs, let key, let at):
            head("jobsSubmitted", at, &json)
            json.member("first", first.number)
            if !key.isEmpty { json.member("key", key) }
            json.key("jobs")
            json.array { json in for job in jobs { json.literal(Self.oneLine(job)) } }
        case .jobsPaused(let jobs, let at): writeJobs("jobsPaused", jobs, at, &json)
        case .jobsFrozen(let jobs, let at): writeJobs("jobsFrozen", jobs, at, &json)
        case .jobsUnpaused(let jobs, let at): writeJobs("jobsUnpaused", jobs, at, &json)
        case .jobsRemoved(let jobs, let at): writeJobs("jobsRemoved", jobs, at, &json)
        case .retryRequested(let job, let at): writeJobs("retryRequested", [job], at, &json)
        case .jobChanged(let job, let change, let at):
            writeJobs("jobChanged", [job], at, &json)
            if let priority = change.priority { json.member("priority", priority) }
            if let cores = change.cores { json.member("cores", "\(cores.lowerBound)-\(cores.upperBound)") }
            if let cores = change.preferredCores { json.member("preferredCores", "\(cores)") }
            if let time = change.wallTime { json.member("wallTime", Durations.text(time)) }
            if let time = change.expectedTime { json.member("expectedTime", Durations.text(time)) }
        default: break
        }
    }

    /// As a job file has it. A line end within a text is escaped, so those that are there only lay it out.
    private static func oneLine(_ job: Job) -> String {
        let lines = RotaJobWriter.object(of: job, indentation: "").split(separator: "\n")
        return lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
    }

    private func writeJobs(_ name: String, _ jobs: [JobIdentifier], _ at: Instant, _ json: inout JSONText) {
        head(name, at, &json)
        json.key("jobs")
        json.array { json in for job in jobs { json.value(job.number) } }
    }
}
