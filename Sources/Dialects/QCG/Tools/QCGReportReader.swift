import Model

/// Reads the files of a service's auxiliary folder: `jobs.report` and what was measured beside it.
///
/// - Throws: a line that is no report of a task. Lines without a runtime, and skipped jobs, are in order.
enum QCGReportReader {
    static func tasks(_ bytes: [UInt8], document: String) throws(Refusal) -> [QCGReportedTask] {
        var tasks: [QCGReportedTask] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            tasks.append(try task(JSONReader.read(Array(line), document: document).root))
        }
        return tasks
    }

    private static func task(_ entry: JSONValue) throws(Refusal) -> QCGReportedTask {
        guard let name = entry.field("name"), let word = entry.field("state"),
            let state = QCGState(rawValue: word.decoded)
        else {
            throw entry.refusal("has no \"name\" and \"state\"", "Give the jobs.report of a service, in JSON.")
        }
        let runtime = entry.field("runtime")
        func text(_ name: String) -> String? { runtime?.field(name)?.decoded }
        var history: [QCGJobAnswer.Step] = []
        for step in entry.field("history")?.elements ?? [] {
            guard let state = QCGState(rawValue: step.field("state")?.decoded ?? ""), let date = step.field("date")
            else {
                throw step.refusal("is no state with its date", "Give the jobs.report of a service, in JSON.")
            }
            history.append(QCGJobAnswer.Step(state, at: try instant(date)))
        }
        var task = QCGReportedTask(
            name: try name.text(), state: state, history: history, nodes: nodes(text("allocation") ?? ""),
            workingDirectory: text("wd"), time: text("rtime").flatMap(length), exitCode: text("exit_code"),
            processIdentifier: text("pid"), processName: text("pname"),
            messages: entry.field("messages")?.decoded ?? "")
        task.span = task.seen
        return task
    }

    /// A moment without a zone, with a `T` or a blank in its middle.
    static func instant(_ value: JSONValue) throws(Refusal) -> Instant {
        try value.read { text throws(ReadingProblem) in try Dates.read(text + "Z") }
    }

    /// `n1[0:1],n2[0]`; what is not of this form is left out.
    static func nodes(_ allocation: String) -> [QCGAllocation.Node] {
        var nodes: [QCGAllocation.Node] = []
        var rest = allocation[...]
        while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
            let name = rest[..<open].drop { $0 == "," }
            let cores = rest[rest.index(after: open)..<close].split(separator: ":").compactMap { Int($0) }
            nodes.append(.init(name: String(name), cores: cores))
            rest = rest[rest.index(after: close)...]
        }
        return nodes
    }

    /// `0:00:00.21`, `1 day, 2:03:04`; nothing for anything else, such as the `0` of a job that never started.
    static func length(_ text: String) -> Duration? {
        let parts = text.split(separator: ", ")
        var days: Int64 = 0
        if parts.count == 2 {
            let number = parts[0].split(separator: " ").first.flatMap { Int64($0) }
            // A hundred years, as everywhere.
            guard let number, number.magnitude <= 36_500 else { return nil }
            days = number
        }
        guard let clock = parts.last, clock.contains(":"), let time = try? Durations.read(String(clock)) else {
            return nil
        }
        return time + .seconds(days * 86_400)
    }
}
