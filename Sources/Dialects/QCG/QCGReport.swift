package import Model

/// Writes `jobs.report` as the programs that read it expect: a JSON object a line, or text with indented details.
package enum QCGReport {
    /// A line with its end. Times are the submitter's own, without a zone, as the old reports have them.
    package static func json(_ entry: QCGReportEntry, zoneOffsetSeconds: Int) -> String {
        var members = [
            ("name", JSONText.quoted(entry.name)), ("state", JSONText.quoted(entry.state.rawValue)),
            ("history", history(entry, zoneOffsetSeconds)),
            ("runtime", object(runtime(entry).map { ($0, JSONText.quoted($1)) })),
        ]
        if entry.iteration == nil {
            let description = QCGJobText(job: entry.job)
            members.append(("execution", description.execution))
            members.append(("resources", description.resources))
            if let dependencies = description.dependencies { members.append(("dependencies", dependencies)) }
        }
        if !entry.messages.isEmpty { members.append(("messages", JSONText.quoted(entry.messages))) }
        return object(members) + "\n"
    }

    /// `name (STATE) message`, and below it the history and the runtime, a tab before each.
    package static func text(_ entry: QCGReportEntry, zoneOffsetSeconds: Int) -> String {
        var text = "\(entry.name) (\(entry.state.rawValue)) \(entry.messages)\n"
        for (state, instant) in entry.history {
            text += "\t\(date(instant, zoneOffsetSeconds, " ")): \(state.rawValue)\n"
        }
        for (name, value) in runtime(entry) { text += "\t\(name): \(value)\n" }
        return text
    }

    static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\(JSONText.quoted($0)): \($1)" }.joined(separator: ",") + "}"
    }

    private static func history(_ entry: QCGReportEntry, _ offset: Int) -> String {
        let steps = entry.history.map { state, instant in
            object([
                ("state", JSONText.quoted(state.rawValue)), ("date", JSONText.quoted(date(instant, offset, "T"))),
            ])
        }
        return "[\(steps.joined(separator: ","))]"
    }

    /// All of them texts, the exit code too.
    private static func runtime(_ entry: QCGReportEntry) -> [(String, String)] {
        entry.runtime.map(runtime) ?? []
    }

    static func runtime(_ runtime: QCGReportEntry.Runtime) -> [(String, String)] {
        var members = [("allocation", runtime.allocation.text), ("wd", runtime.workingDirectory)]
        if let time = runtime.time { members.append(("rtime", length(time))) }
        if let code = runtime.exitCode { members.append(("exit_code", "\(code)")) }
        if runtime.processIdentifier > 0 {
            members.append(("pid", "\(runtime.processIdentifier)"))
            members.append(("pname", runtime.processName))
        }
        return members
    }

    package static func date(_ instant: Instant, _ offset: Int, _ separator: String) -> String {
        let civil = CivilTime(instant, offsetSeconds: offset)
        return "\(civil.date)\(separator)\(civil.time)" + fraction(civil.nanosecond / 1000)
    }

    /// `0:00:00.210000`, `1 day, 2:03:04`: how the language of the old programs prints a length of time.
    static func length(_ duration: Duration) -> String {
        let microseconds = max(0, duration.nanoseconds / 1000)
        let seconds = microseconds / 1_000_000
        let days = seconds / 86_400
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return (days == 0 ? "" : "\(days) day\(days == 1 ? "" : "s"), ")
            + "\(seconds % 86_400 / 3600):\(two(seconds % 3600 / 60)):\(two(seconds % 60))"
            + fraction(microseconds % 1_000_000)
    }

    private static func fraction(_ microseconds: Int64) -> String {
        microseconds == 0 ? "" : "." + String(microseconds + 1_000_000).dropFirst()
    }
}
