package import Model

/// An attempt that was handed over and has not ended.
package struct RunningView: Sendable, Hashable {
    package var task: String
    package var attempt: Int
    package var handedOverAt: Instant
    /// None while its executor has not said so.
    package var startedAt: Instant?
    /// In words: `cores 0–3`; of a paused one, where it ran.
    package var place: String
    /// Since when it is paused; none: it runs.
    package var pausedAt: Instant?
    /// For how long it was paused before that.
    package var pausedFor = Duration.zero
    /// What it uses just now, where that can be seen.
    package var use: Use?

    package struct Use: Sendable, Hashable {
        /// On average since it started.
        package var cores: Cores
        package var memory: Bytes

        package init(cores: Cores, memory: Bytes) {
            self.cores = cores
            self.memory = memory
        }
    }

    package init(task: String, attempt: Int, handedOverAt: Instant, startedAt: Instant?, place: String) {
        self.task = task
        self.attempt = attempt
        self.handedOverAt = handedOverAt
        self.startedAt = startedAt
        self.place = place
    }

    /// How long it has run until then, without the time for which it was paused.
    package func runTime(until end: Instant) -> Duration {
        max(.zero, min(end, pausedAt ?? end) - (startedAt ?? handedOverAt) - pausedFor)
    }
}

extension RunningView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("task", task)
            json.member("attempt", attempt)
            json.member("handedOverAt", at: handedOverAt)
            json.member("startedAt", at: startedAt)
            json.member("where", place)
            json.member("pausedAt", at: pausedAt)
            json.member("pausedSeconds", seconds: pausedFor)
            guard let use else { return }
            json.member("coresUsed", use.cores)
            json.member("memoryUsed", use.memory.count)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(
            task: try fields.text("task"), attempt: try fields.number("attempt"),
            handedOverAt: try fields.instant("handedOverAt"), startedAt: try fields.optionalInstant("startedAt"),
            place: try fields.optionalText("where") ?? "")
        pausedAt = try fields.optionalInstant("pausedAt")
        if fields["pausedSeconds"] != nil { pausedFor = try fields.duration("pausedSeconds") }
        if fields["memoryUsed"] != nil {
            use = Use(cores: try fields.cores("coresUsed"), memory: try fields.bytes("memoryUsed"))
        }
    }
}
