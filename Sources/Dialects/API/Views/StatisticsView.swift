package import Model

/// What a person wants to know at one glance of a run, of a service, or of some of its jobs.
package struct StatisticsView: Sendable, Hashable {
    /// None of a part of a service.
    package var run: RunDescription?
    package var isGoing: Bool
    package var isHeldBack = false
    package var startedAt: Instant?
    package var lastFactAt: Instant
    /// None while it goes on, or when nobody could say.
    package var end: RunEnd?
    package var sessions = 0
    /// Time worked up to the last fact.
    package var elapsed = Duration.zero
    package var jobCount = 0
    package var counts = StateCounts()
    package var attempts = 0
    package var retries = 0
    package var lost = 0
    package var coreCount = 0
    /// Core time held by attempts, and used by them.
    package var held = Duration.zero
    package var used = Duration.zero
    /// The sum of the attempts' times.
    package var attemptTime = Duration.zero
    /// Core time held of what there was, in thousandths; none before there was any.
    package var efficiency: Int?
    /// Core time used of what was held, in thousandths.
    package var use: Int?
    package var coresHeld = Cores.zero
    package var coresUsed = Cores.zero
    package var memoryAsked = Bytes.zero
    package var peakMemory = Bytes.zero
    package var factsSetAside = 0
    /// What of the record is lost, a part of a sentence for each damaged place.
    package var damage: [String] = []
    /// The first that failed, with their last words; the last attempt of each.
    package var failed: [AttemptView] = []
    /// The oldest of those that run or may run.
    package var running: [RunningView] = []
    /// Those beyond the listed ones included.
    package var runningCount = 0
    /// The first jobs of which tasks wait, and how many jobs more there are.
    package var waiting: [WaitingView] = []
    package var waitingMore = 0
    /// The longest attempts, longest first.
    package var slowest: [AttemptView] = []
    /// The task that last started or ended.
    package var last: String?

    package init(isGoing: Bool, lastFactAt: Instant) {
        self.isGoing = isGoing
        self.lastFactAt = lastFactAt
    }

    /// How the run, or the service, was started.
    package struct RunDescription: Sendable, Hashable {
        package var number: Int
        package var arguments: [String]
        package var directory: String
        package var host: String
        package var version: String

        package init(number: Int, arguments: [String], directory: String, host: String, version: String) {
            self.number = number
            self.arguments = arguments
            self.directory = directory
            self.host = host
            self.version = version
        }
    }

    /// The first few failed attempts of each job and outcome: the hundredth with the same exit code tells nothing new.
    package func failures(ofEach limit: Int) -> [AttemptView] {
        var seen: [[String]: Int] = [:]
        return failed.filter { attempt in
            let cause = [attempt.job, attempt.end]
            seen[cause, default: 0] += 1
            return seen[cause, default: 0] <= limit
        }
    }
}

extension StatisticsView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in writeMembers(to: &json) }
    }

    /// Without the braces, for what says more beside it.
    package func writeMembers(to json: inout JSONText) {
        if let run {
            json.member("run", run.number)
            json.member("arguments", texts: run.arguments)
            json.member("directory", run.directory)
            json.member("host", run.host)
            json.member("version", run.version)
        }
        json.member("going", isGoing)
        json.member("startedAt", at: startedAt)
        json.member("lastFactAt", at: lastFactAt)
        if let end { json.member("end", end == .complete ? "complete" : "interrupted") }
        json.member("sessions", sessions)
        json.member("seconds", seconds: elapsed)
        json.member("jobCount", jobCount)
        json.member("taskCount", counts.total)
        json.member("tasks", counts)
        json.member("attempts", attempts)
        json.member("retries", retries)
        json.member("lost", lost)
        json.member("coreCount", coreCount)
        json.member("heldCoreSeconds", seconds: held)
        json.member("usedCoreSeconds", seconds: used)
        json.member("efficiency", thousandths: efficiency.map(Int64.init))
        json.member("use", thousandths: use.map(Int64.init))
        json.member("coresAsked", coresHeld)
        json.member("coresUsed", coresUsed)
        json.member("memoryAsked", memoryAsked.count)
        json.member("memoryUsed", peakMemory.count)
        json.member("factsSetAside", factsSetAside)
        json.member("damage", texts: damage)
        json.member("failed", list: failed)
        json.member("running", list: running)
        json.member("runningCount", runningCount)
        json.member("heldBack", isHeldBack)
        json.member("attemptSeconds", seconds: attemptTime)
        json.member("waiting", list: waiting)
        json.member("waitingMore", waitingMore)
        json.member("slowest", list: slowest)
        json.member("last", optional: last)
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(isGoing: try fields.flag("going"), lastFactAt: try fields.instant("lastFactAt"))
        if let number = try fields.optionalNumber("run") {
            run = RunDescription(
                number: number, arguments: try fields.texts("arguments"), directory: try fields.text("directory"),
                host: try fields.text("host"), version: try fields.text("version"))
        }
        isHeldBack = try fields.flag("heldBack")
        startedAt = try fields.optionalInstant("startedAt")
        end = try fields.optionalText("end").map { $0 == "complete" ? .complete : .interrupted }
        counts = try fields.counts("tasks")
        try readSums(fields)
        failed = try fields.list("failed") { element throws(Refusal) in try AttemptView(element) }
        running = try fields.list("running") { element throws(Refusal) in try RunningView(element) }
        waiting = try fields.list("waiting") { element throws(Refusal) in try WaitingView(element) }
        slowest = try fields.list("slowest") { element throws(Refusal) in try AttemptView(element) }
        last = try fields.optionalText("last")
    }

    private mutating func readSums(_ fields: AnswerFields) throws(Refusal) {
        sessions = try fields.number("sessions")
        elapsed = try fields.duration("seconds")
        jobCount = try fields.number("jobCount")
        attempts = try fields.number("attempts")
        retries = try fields.number("retries")
        lost = try fields.number("lost")
        coreCount = try fields.number("coreCount")
        held = try fields.duration("heldCoreSeconds")
        used = try fields.duration("usedCoreSeconds")
        attemptTime = try fields.duration("attemptSeconds")
        efficiency = try fields.optionalThousandths("efficiency").map(Int.init)
        use = try fields.optionalThousandths("use").map(Int.init)
        coresHeld = try fields.cores("coresAsked")
        coresUsed = try fields.cores("coresUsed")
        memoryAsked = try fields.bytes("memoryAsked")
        peakMemory = try fields.bytes("memoryUsed")
        factsSetAside = try fields.number("factsSetAside")
        damage = try fields.texts("damage")
        runningCount = try fields.number("runningCount")
        waitingMore = try fields.number("waitingMore")
    }
}
