/// `mesh` or `mesh:3`: what clients ask about, and what reports call a task.
package struct QCGTaskName: Sendable, Hashable {
    package var job: String
    /// None: the job as a whole.
    package var iteration: Int?

    package init(job: String, iteration: Int? = nil) {
        self.job = job
        self.iteration = iteration
    }

    /// What stands behind a colon that is no number belongs to the name, which then no job has.
    package init(_ text: String) {
        if let colon = text.lastIndex(of: ":"), let number = Int(text[text.index(after: colon)...]) {
            self.init(job: String(text[..<colon]), iteration: number)
        } else {
            self.init(job: text)
        }
    }

    package var text: String { iteration.map { "\(job):\($0)" } ?? job }
}
