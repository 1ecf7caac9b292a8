import Model

/// The names between `${` and `}` that are filled when a request is submitted.
///
/// `date` is the day and `time` the time of day; the old program gave both in `date` and always midnight in `time`.
struct QCGMacros {
    private var values: [String: String]
    private var isIterated = false

    /// Draws `${uniq}`: one for all jobs of a request.
    init(context: inout SubmissionContext) {
        let civil = CivilTime(context.now, offsetSeconds: context.zoneOffsetSeconds)
        let fraction = String(civil.nanosecond / 1000 + 1_000_000).dropFirst()
        values = [
            "rcnt": String(context.requestNumber), "uniq": context.drawUnique(), "sname": "local",
            "sdate": civil.date, "date": civil.date, "time": civil.time,
            "dateTime": "\(civil.date) \(civil.time).\(fraction)",
        ]
    }

    /// Adds what is known once the job's name is.
    func naming(job: String, isIterated: Bool) -> QCGMacros {
        var named = self
        named.isIterated = isIterated
        named.values["jname"] = job
        return named
    }

    /// The text with the macros of submission filled in, and nothing else changed.
    func text(_ text: String) -> String {
        DollarTemplate.read(text) { values[$0].map { .text($0) } }.constant ?? text
    }

    /// What is known only when a task starts becomes a hole; in a job without iterations `${it}` stays as it is.
    func template(_ text: String) -> Template {
        DollarTemplate.read(text) { name in
            if let value = values[name] { return .text(value) }
            if !isIterated, name == "it" || name == "itval" { return nil }
            return DollarTemplate.runTimeHole(name).map { .hole($0) }
        }
    }
}
