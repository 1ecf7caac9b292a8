package import Model

/// Which tasks a command is about: `mesh`, `mesh:3`, `mesh:0-9`, or `last`.
package enum TaskSelector: Sendable, Hashable {
    /// The task that last started, or ended, whichever was later.
    case last
    case job(String)
    /// Both ends are included.
    case tasks(job: String, iterations: ClosedRange<Int>)

    /// - Throws: when what follows the last colon is no iteration number or range.
    package init(reading text: String) throws(Refusal) {
        guard text != "last" else {
            self = .last
            return
        }
        guard let colon = text.lastIndex(of: ":") else {
            guard !text.isEmpty else { throw Self.refusal(text, "names no job") }
            self = .job(text)
            return
        }
        let job = String(text[..<colon])
        let span = text[text.index(after: colon)...]
        guard !job.isEmpty else { throw Self.refusal(text, "names no job") }
        guard let iterations = Self.iterations(span) else {
            throw Self.refusal(text, "ends in \"\(span)\", which is no iteration number or range")
        }
        self = .tasks(job: job, iterations: iterations)
    }

    /// `3`, `0-9`, also below zero: `-5--1`.
    private static func iterations(_ span: Substring) -> ClosedRange<Int>? {
        if let number = Int(span) { return number...number }
        guard let dash = span.dropFirst().firstIndex(of: "-") else { return nil }
        guard let first = Int(span[..<dash]), let last = Int(span[span.index(after: dash)...]), first <= last else {
            return nil
        }
        return first...last
    }

    private static func refusal(_ text: String, _ problem: String) -> Refusal {
        ParsedArguments.refusal(
            of: "\"\(ShownText.harmless(text))\"", problem, "Write a job's name, `JOB:3`, `JOB:0-9`, or `last`.")
    }
}
