package import Model

/// Writes jobs as Rota's own job file, which reads back as the same jobs.
///
/// What a job leaves at its default is left out. Values of an iteration that are not UTF-8 can't stand in JSON; their
/// broken bytes come out as U+FFFD.
package enum RotaJobWriter {
    /// One job as an object, several as a list.
    package static func text(_ jobs: [Job]) -> String {
        if jobs.count == 1 { return object(of: jobs[0], indentation: "") + "\n" }
        let objects = jobs.map { "    " + object(of: $0, indentation: "    ") }
        return "[\n" + objects.joined(separator: ",\n") + "\n]\n"
    }

    /// An object with a field a line; the first line is not indented.
    package static func object(of job: Job, indentation: String) -> String {
        let inner = indentation + "    "
        let fields = RotaJobText(job: job).fields.map { "\(inner)\"\($0.name)\": \($0.value)" }
        return "{\n" + fields.joined(separator: ",\n") + "\n\(indentation)}"
    }
}
