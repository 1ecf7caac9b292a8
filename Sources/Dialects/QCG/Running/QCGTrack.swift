package import Model

/// The two files from which the stable service resumes: what was asked (`track.reqs`) and what has ended
/// (`track.states`), an object a line.
package enum QCGTrack {
    /// A line of `track.reqs`; it reads back as the same job.
    package static func request(_ job: Job) -> String {
        let text = QCGJobText(job: job)
        var members = [
            ("name", JSONText.quoted(job.name)), ("execution", text.execution), ("resources", text.resources),
        ]
        if let iteration = iteration(of: job) { members.append(("iteration", iteration)) }
        if let dependencies = text.dependencies { members.append(("dependencies", dependencies)) }
        return QCGLine.object(members) + "\n"
    }

    private static func iteration(of job: Job) -> String? {
        guard let column = job.iterations.columns.first else { return nil }
        let indices = job.iterations.indices
        var values = "null"
        if case .list(let texts) = column.values {
            values = QCGLine.list(
                (0..<texts.count).map { JSONText.quoted(String(decoding: texts[$0], as: UTF8.self)) })
        }
        return QCGLine.object([
            ("start", "\(indices.lowerBound)"), ("stop", "\(indices.upperBound)"), ("values", values),
        ])
    }

    /// A line of `track.states`: an iteration or a job that has ended.
    package static func end(of name: QCGTaskName, _ state: QCGState) -> String {
        QCGLine.object([
            ("task", JSONText.quoted(name.text)), ("iteration", name.iteration.map(String.init) ?? "null"),
            ("state", JSONText.quoted(state.rawValue)),
        ]) + "\n"
    }

    /// The jobs of a `track.reqs`, whoever wrote it.
    package static func jobs(
        _ bytes: [UInt8], name: String, context: SubmissionContext
    ) throws(Refusal) -> [Job] {
        let lines = bytes.split(separator: UInt8(ascii: "\n")).filter { !isBlank($0) }
        guard !lines.isEmpty else { return [] }
        // On one line each, so that a refusal names the line.
        let list = [UInt8(ascii: "[")] + lines.joined(separator: Array(",\n".utf8)) + [UInt8(ascii: "]")]
        return try JobDocument.read(list, name: name, context: context).jobs
    }

    /// What had ended; a last line that was cut off by a crash is left out.
    package static func ends(
        _ bytes: [UInt8], name: String
    ) throws(Refusal) -> [(name: QCGTaskName, state: QCGState)] {
        var ends: [(name: QCGTaskName, state: QCGState)] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for line in lines.dropLast() where !isBlank(line) {
            let entry = try JSONReader.read(Array(line), document: name).root
            let task = entry.field("task")
            guard let text = try task?.text(), let word = entry.field("state"),
                let state = QCGState(rawValue: word.decoded)
            else { throw entry.refusal("names no task and state", "Take the line out.") }
            let iteration = entry.field("iteration")?.whole
            ends.append((iteration == nil ? QCGTaskName(job: text) : QCGTaskName(text), state))
        }
        return ends
    }

    private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\t") }
    }
}
