package import Model

/// The service itself: who it is, where it listens, how much it holds.
package struct ServiceView: Sendable, Hashable {
    package var version: String
    package var host: String
    package var process: Int
    package var state: String
    package var startedAt: Instant
    package var now: Instant
    /// As they can be connected to; empty: it does not listen there.
    package var http: String
    package var zeromq: String
    package var jobCount = 0
    package var counts = StateCounts()
    package var nodeCount = 0
    package var coreCount = 0
    /// Whether it ends as soon as every task has.
    package var endsWhenDone = false
    /// Why it takes no work just now, a sentence; empty: it does.
    package var trouble = ""

    package init(
        version: String, host: String, process: Int, state: String, startedAt: Instant, now: Instant, http: String,
        zeromq: String
    ) {
        self.version = version
        self.host = host
        self.process = process
        self.state = state
        self.startedAt = startedAt
        self.now = now
        self.http = http
        self.zeromq = zeromq
    }
}

extension ServiceView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("version", version)
            json.member("host", host)
            json.member("process", process)
            json.member("state", state)
            json.member("startedAt", at: startedAt)
            json.member("now", at: now)
            json.member("uptimeSeconds", seconds: now - startedAt)
            json.member("http", http)
            json.member("zeromq", zeromq)
            json.member("jobCount", jobCount)
            json.member("taskCount", counts.total)
            json.member("tasks", counts)
            json.member("nodeCount", nodeCount)
            json.member("coreCount", coreCount)
            json.member("endsWhenDone", endsWhenDone)
            json.member("trouble", trouble)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(
            version: try fields.text("version"), host: try fields.text("host"), process: try fields.number("process"),
            state: try fields.text("state"), startedAt: try fields.instant("startedAt"), now: try fields.instant("now"),
            http: try fields.optionalText("http") ?? "", zeromq: try fields.optionalText("zeromq") ?? "")
        jobCount = try fields.number("jobCount")
        counts = try fields.counts("tasks")
        nodeCount = try fields.number("nodeCount")
        coreCount = try fields.number("coreCount")
        endsWhenDone = try fields.flag("endsWhenDone")
        trouble = try fields.optionalText("trouble") ?? ""
    }
}
