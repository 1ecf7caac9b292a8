package import Dialects
package import Model

/// The job or the tasks that a selector means, in one run.
package struct Choice {
    package var record: JobRecord
    /// None: the job as a whole.
    package var iterations: Range<Int>?

    /// A whole job.
    init(_ record: JobRecord) { self.record = record }

    /// The choice, and a history that knows at least the run's jobs; of the whole run when a whole job is meant.
    ///
    /// - Throws: a refusal when the run has no such job or task.
    package static func read(_ selector: TaskSelector, of record: RunRecord) throws -> (
        choice: Choice, history: History
    ) {
        let outline = try record.outline()
        if !outline.isWhole {
            let choice = selector == .last ? nil : try Choice(selector, in: outline.history)
            if let choice, choice.iterations != nil { return (choice, outline.history) }
        }
        let history = outline.isWhole ? outline.history : try record.summary().history
        return (try Choice(selector, in: history), history)
    }

    /// - Throws: when the run has no such job or task.
    package init(_ selector: TaskSelector, in history: History) throws(Refusal) {
        switch selector {
        case .last:
            guard let task = history.lastMoved, let record = history.record(of: task.job) else {
                throw Self.refusal(
                    "last", "means the task that started or ended last, and none has started yet",
                    "Name a job; `rota list` shows them.")
            }
            self.record = record
            iterations = task.iteration..<(task.iteration + 1)
        case .job(let name):
            record = try Self.job(name, in: history)
            // A plain job is its one task.
            iterations = record.job.iterations.isIterated ? nil : record.job.iterations.indices
        case .tasks(let name, let span):
            // `a:3` may be the name of a job, too.
            if span.count == 1, let whole = history.record(named: "\(name):\(span.lowerBound)") {
                record = whole
                iterations = whole.job.iterations.isIterated ? nil : whole.job.iterations.indices
                return
            }
            record = try Self.job(name, in: history)
            let indices = record.job.iterations.indices
            let wanted = span.lowerBound..<(span.upperBound == Int.max ? Int.max : span.upperBound + 1)
            guard wanted.overlaps(indices) else {
                throw Self.refusal(
                    "\(name):\(span.lowerBound)",
                    "does not exist: the iterations of \"\(name)\" are \(TaskWords.indices(indices))",
                    "Name one of these.")
            }
            iterations = wanted.clamped(to: indices)
        }
    }

    private static func job(_ name: String, in history: History) throws(Refusal) -> JobRecord {
        if let record = history.record(named: name) { return record }
        let nearest = NearestName.nearest(to: name, among: history.present.lazy.map(\.job.name))
        throw refusal(
            "\"\(name)\"", "is no job of this run",
            nearest.map { "Did you mean \"\($0)\"?" } ?? "`rota list` shows the jobs.")
    }

    private static func refusal(_ selector: String, _ problem: String, _ remedy: String) -> Refusal {
        .document(
            DocumentProblem(document: "command line", path: selector, problem: problem, remedy: remedy))
    }
}
