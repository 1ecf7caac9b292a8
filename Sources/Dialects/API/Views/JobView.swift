package import Model

/// A job: what it asks, how its tasks stand, what it used.
package struct JobView: Sendable, Hashable {
    package var number: Int
    package var name: String
    /// The one that says most: what still moves, else what went wrong, else how it ended.
    package var state: TaskState
    package var counts: StateCounts
    /// Whether a person has paused it: nothing new of it starts.
    package var isPaused = false
    package var priority = 0
    package var tags: [String] = []
    /// What its submitter should know, a sentence each.
    package var notices: [String] = []
    package var submittedAt: Instant
    package var notBefore: Instant?
    /// The command line, quoted as a shell would need it; or the script.
    package var command = ""
    /// What a task asks, in words: `2 cores, 10 min at most`.
    package var asks = ""
    /// In words: `0 to 23`, `12 values`; none: the job is one task.
    package var iterations: String?
    /// The numbers of its tasks.
    package var indices: Range<Int>
    package var after: [String] = []
    /// The same with how far each has come: `mesh (20 of 24 done)`.
    package var dependencies: [String] = []
    /// What its waiting tasks wait for, in words; empty when none waits.
    package var waits = ""
    /// The moment that `waits` says in universal time.
    package var moment: Instant?

    package var attempts = 0
    package var retries = 0
    package var lost = 0
    /// Attempts that started and ended; the sums below are theirs.
    package var measured = 0
    package var mean = Duration.zero
    package var longest = Duration.zero
    package var held = Duration.zero
    package var used = Duration.zero
    package var coresHeld = Cores.zero
    package var coresUsed = Cores.zero
    package var memoryAsked = Bytes.zero
    package var peakMemory = Bytes.zero
    package var firstStart: Instant?
    package var lastEnd: Instant?

    package init(
        number: Int, name: String, state: TaskState, counts: StateCounts, submittedAt: Instant, indices: Range<Int>
    ) {
        self.number = number
        self.name = name
        self.state = state
        self.counts = counts
        self.submittedAt = submittedAt
        self.indices = indices
    }

    package var isIterated: Bool { iterations != nil }
    package var isOver: Bool { counts.ended == counts.total }
}

extension JobView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("name", name)
            json.member("state", "\(state)")
            json.member("taskCount", counts.total)
            json.member("tasks", counts)
            json.member("attempts", attempts)
            json.member("retries", retries)
            json.member("lost", lost)
            json.member("after", texts: after)
            json.member("meanSeconds", seconds: mean)
            json.member("longestSeconds", seconds: longest)
            json.member("heldCoreSeconds", seconds: held)
            json.member("usedCoreSeconds", seconds: used)
            json.member("coresAsked", coresHeld)
            json.member("coresUsed", coresUsed)
            json.member("memoryAsked", memoryAsked.count)
            json.member("memoryUsed", peakMemory.count)
            json.member("firstStartedAt", at: firstStart)
            json.member("lastEndedAt", at: lastEnd)
            json.member("number", number)
            json.member("paused", isPaused)
            json.member("priority", priority)
            json.member("tags", texts: tags)
            json.member("notices", texts: notices)
            json.member("submittedAt", at: submittedAt)
            json.member("notBefore", at: notBefore)
            json.member("command", command)
            json.member("asks", asks)
            json.member("iterations", optional: iterations)
            json.member("firstIteration", indices.lowerBound)
            json.member("lastIteration", indices.upperBound - 1)
            json.member("dependencies", texts: dependencies)
            json.member("waits", waits)
            json.member("moment", at: moment)
            json.member("measured", measured)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        let first = try fields.number("firstIteration")
        let last = try fields.number("lastIteration")
        guard first <= last, last < Int.max else {
            throw fields.value.refusal("has iterations from \(first) to \(last)", "Ask again; the answer is damaged.")
        }
        self.init(
            number: try fields.number("number"), name: try fields.text("name"), state: try fields.state("state"),
            counts: try fields.counts("tasks"), submittedAt: try fields.instant("submittedAt"),
            indices: first..<(last + 1))
        isPaused = try fields.flag("paused")
        priority = try fields.number("priority")
        tags = try fields.texts("tags")
        notices = try fields.texts("notices")
        notBefore = try fields.optionalInstant("notBefore")
        command = try fields.optionalText("command") ?? ""
        asks = try fields.optionalText("asks") ?? ""
        iterations = try fields.optionalText("iterations")
        after = try fields.texts("after")
        dependencies = try fields.texts("dependencies")
        waits = try fields.optionalText("waits") ?? ""
        moment = try fields.optionalInstant("moment")
        try readSums(fields)
    }

    private mutating func readSums(_ fields: AnswerFields) throws(Refusal) {
        attempts = try fields.number("attempts")
        retries = try fields.number("retries")
        lost = try fields.number("lost")
        measured = try fields.number("measured")
        mean = try fields.duration("meanSeconds")
        longest = try fields.duration("longestSeconds")
        held = try fields.duration("heldCoreSeconds")
        used = try fields.duration("usedCoreSeconds")
        coresHeld = try fields.cores("coresAsked")
        coresUsed = try fields.cores("coresUsed")
        memoryAsked = try fields.bytes("memoryAsked")
        peakMemory = try fields.bytes("memoryUsed")
        firstStart = try fields.optionalInstant("firstStartedAt")
        lastEnd = try fields.optionalInstant("lastEndedAt")
    }
}
