/// Which tasks a command or a request is about: `mesh`, `mesh:3`, `mesh:0-9`, or `last`.
package enum TaskSelector: Sendable, Hashable {
    /// The task that last started, or ended, whichever was later.
    case last
    case job(String)
    /// Both ends are included.
    case tasks(job: String, iterations: ClosedRange<Int>)

    /// - Throws: when what follows the last colon is no iteration number or range.
    package init(reading text: String) throws(ReadingProblem) {
        guard text != "last" else {
            self = .last
            return
        }
        guard let colon = text.lastIndex(of: ":") else {
            guard !text.isEmpty else { throw Self.problem(text, "names no job") }
            self = .job(text)
            return
        }
        let job = String(text[..<colon])
        let span = text[text.index(after: colon)...]
        guard !job.isEmpty else { throw Self.problem(text, "names no job") }
        guard let iterations = Self.iterations(span) else {
            throw Self.problem(text, "ends in \"\(span)\", which is no iteration number or range")
        }
        self = .tasks(job: job, iterations: iterations)
    }

    /// `3`, `0-9`, also below zero: `-5--1`.
    package static func iterations(_ span: Substring) -> ClosedRange<Int>? {
        if let number = Int(span) { return number...number }
        guard let dash = span.dropFirst().firstIndex(of: "-") else { return nil }
        guard let first = Int(span[..<dash]), let last = Int(span[span.index(after: dash)...]), first <= last else {
            return nil
        }
        return first...last
    }

    private static func problem(_ text: String, _ problem: String) -> ReadingProblem {
        ReadingProblem(problem, "Write a job's name, `JOB:3`, `JOB:0-9`, or `last`.")
    }
}

extension TaskSelector: CustomStringConvertible {
    /// As it can be read again.
    package var description: String {
        switch self {
        case .last: "last"
        case .job(let name): name
        case .tasks(let job, let iterations):
            iterations.count == 1
                ? "\(job):\(iterations.lowerBound)" : "\(job):\(iterations.lowerBound)-\(iterations.upperBound)"
        }
    }
}
