package import Model

/// An attempt that has ended: how, when, where, and what it used.
package struct AttemptView: Sendable, Hashable {
    /// As a selector spells it: `mesh:3`.
    package var task: String
    package var job: String
    /// Unique within the service or run.
    package var attempt: Int
    package var kind: Kind
    /// How it ended, in a few words: `killed by SIGSEGV`.
    package var end: String
    package var exitCode: Int?
    package var signal: Int?
    package var handedOverAt: Instant
    /// None when it never started.
    package var startedAt: Instant?
    package var endedAt: Instant
    /// How long it ran, without the time for which it was paused.
    package var elapsed: Duration
    package var paused: Duration
    package var process: Int
    package var usage: Usage
    package var placement: [PlacementView]
    /// The same in words: `cores 0–3`.
    package var place: String
    /// The cores it held.
    package var width: Cores
    /// How many bytes it printed that were kept, and where they are, in words; empty: nothing.
    package var printed: String
    /// The last lines of its error output, where somebody asked for an example.
    package var errorOutput: [String]

    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case succeeded, exited, signalled, outOfMemory, wallTimeExceeded, startFailed, lost, cancelled, interrupted

        /// Neither a success nor an end that somebody asked for.
        package var isFailure: Bool {
            switch self {
            case .succeeded, .cancelled, .interrupted: false
            default: true
            }
        }
    }

    package init(
        task: String, job: String, attempt: Int, kind: Kind, end: String, handedOverAt: Instant, startedAt: Instant?,
        endedAt: Instant, elapsed: Duration
    ) {
        self.task = task
        self.job = job
        self.attempt = attempt
        self.kind = kind
        self.end = end
        self.handedOverAt = handedOverAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.elapsed = elapsed
        paused = .zero
        process = 0
        usage = .none
        placement = []
        place = ""
        width = .zero
        printed = ""
        errorOutput = []
    }

    package var coresUsed: Cores {
        guard elapsed > .zero else { return .zero }
        let microseconds = usage.userMicroseconds &+ usage.systemMicroseconds
        return Cores(thousandths: microseconds * 1000 / max(1, elapsed.nanoseconds / 1000))
    }
}

extension AttemptView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("task", task)
            json.member("job", job)
            json.member("attempt", attempt)
            json.member("outcome", kind.rawValue)
            json.member("end", end)
            json.member("exitCode", optional: exitCode)
            json.member("signal", optional: signal)
            json.member("handedOverAt", at: handedOverAt)
            json.member("startedAt", at: startedAt)
            json.member("endedAt", at: endedAt)
            json.member("seconds", seconds: elapsed)
            json.member("pausedSeconds", seconds: paused)
            json.member("process", process)
            json.member("userSeconds", seconds: .microseconds(usage.userMicroseconds))
            json.member("systemSeconds", seconds: .microseconds(usage.systemMicroseconds))
            json.member("peakMemory", usage.peakMemory.count)
            json.member("voluntarySwitches", usage.voluntarySwitches)
            json.member("involuntarySwitches", usage.involuntarySwitches)
            json.member("placement", list: placement)
            json.member("where", place)
            json.member("coresAsked", width)
            json.member("printed", printed)
            json.member("errorOutput", texts: errorOutput)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(
            task: try fields.text("task"), job: try fields.text("job"), attempt: try fields.number("attempt"),
            kind: try fields.required("outcome").word(of: Kind.allCases.map { ($0.rawValue, $0) }),
            end: try fields.text("end"), handedOverAt: try fields.instant("handedOverAt"),
            startedAt: try fields.optionalInstant("startedAt"), endedAt: try fields.instant("endedAt"),
            elapsed: try fields.duration("seconds"))
        exitCode = try fields.optionalNumber("exitCode")
        signal = try fields.optionalNumber("signal")
        if fields["pausedSeconds"] != nil { paused = try fields.duration("pausedSeconds") }
        process = try fields.number("process")
        usage = Usage(
            userMicroseconds: try fields.duration("userSeconds").nanoseconds / 1000,
            systemMicroseconds: try fields.duration("systemSeconds").nanoseconds / 1000,
            peakMemory: try fields.bytes("peakMemory"),
            voluntarySwitches: Int64(try fields.number("voluntarySwitches")),
            involuntarySwitches: Int64(try fields.number("involuntarySwitches")))
        placement = try fields.list("placement") { element throws(Refusal) in try PlacementView(element) }
        place = try fields.optionalText("where") ?? ""
        width = try fields.cores("coresAsked")
        printed = try fields.optionalText("printed") ?? ""
        errorOutput = try fields.texts("errorOutput")
    }
}
