package import Model

/// What old clients are told about one job, or about one iteration of it.
package struct QCGJobAnswer: Sendable, Hashable {
    package var name: QCGTaskName
    package var state: QCGState
    /// What went wrong; empty when nothing did.
    package var messages: String
    /// Of a job with iterations.
    package var iterations: Iterations?
    /// Of a job without iterations, or of one iteration; none before it was given cores.
    package var runtime: QCGReportEntry.Runtime?
    /// Every attempt's states, in the order they happened.
    package var history: [Step]
    /// How many wait before it; none when it is not waiting.
    package var waitingBefore: Int?

    package struct Step: Sendable, Hashable {
        package var state: QCGState
        package var at: Instant

        package init(_ state: QCGState, at: Instant) {
            self.state = state
            self.at = at
        }
    }

    package struct Iterations: Sendable, Hashable {
        package var indices: Range<Int>
        package var ended: Int
        /// Of those that ended: how many did not succeed.
        package var failed: Int
        /// Those asked for, in their order.
        package var children: [Child]

        package init(indices: Range<Int>, ended: Int, failed: Int, children: [Child] = []) {
            self.indices = indices
            self.ended = ended
            self.failed = failed
            self.children = children
        }
    }

    package struct Child: Sendable, Hashable {
        package var iteration: Int
        package var state: QCGState
        package var runtime: QCGReportEntry.Runtime?

        package init(iteration: Int, state: QCGState, runtime: QCGReportEntry.Runtime? = nil) {
            self.iteration = iteration
            self.state = state
            self.runtime = runtime
        }
    }

    package init(
        name: QCGTaskName, state: QCGState, messages: String = "", iterations: Iterations? = nil,
        runtime: QCGReportEntry.Runtime? = nil, history: [Step] = [], waitingBefore: Int? = nil
    ) {
        self.name = name
        self.state = state
        self.messages = messages
        self.iterations = iterations
        self.runtime = runtime
        self.history = history
        self.waitingBefore = waitingBefore
    }
}

extension QCGJobAnswer {
    /// The members of `data` in the reply to `jobInfo`.
    ///
    /// - Parameter withIterations: each iteration by itself.
    func write(into json: inout JSONText, withIterations: Bool, zoneOffsetSeconds: Int) {
        if !messages.isEmpty { json.member("messages", messages) }
        if let iterations { iterations.write(into: &json, withChildren: withIterations) }
        if let runtime { Self.write(runtime, into: &json) }
        let lines = history.map { "\n\(QCGReport.date($0.at, zoneOffsetSeconds, " ")): \($0.state.rawValue)" }
        json.member("history", lines.joined())
    }

    fileprivate static func write(_ runtime: QCGReportEntry.Runtime, into json: inout JSONText) {
        json.key("runtime")
        json.object { json in
            for (name, value) in QCGReport.runtime(runtime) {
                guard name == "rtime" else {
                    json.member(name, value)
                    continue
                }
                if let length = runtime.time.flatMap(length) { json.member(name, length) }
            }
        }
    }

    /// Always with a fraction, and nothing from a day on: the old Python client fails on any other form.
    private static func length(_ time: Duration) -> String? {
        guard time < .seconds(86_400) else { return nil }
        let text = QCGReport.length(time)
        return text.contains(".") ? text : text + ".000000"
    }
}

extension QCGJobAnswer.Iterations {
    fileprivate func write(into json: inout JSONText, withChildren: Bool) {
        json.key("iterations")
        json.object { json in
            json.member("start", indices.lowerBound)
            json.member("stop", indices.upperBound)
            json.member("total", indices.count)
            json.member("finished", ended)
            json.member("failed", failed)
        }
        guard withChildren else { return }
        json.key("childs")
        json.array { json in
            for child in children {
                json.object { json in
                    json.member("iteration", child.iteration)
                    json.member("state", child.state.rawValue)
                    if let runtime = child.runtime { QCGJobAnswer.write(runtime, into: &json) }
                }
            }
        }
    }
}
