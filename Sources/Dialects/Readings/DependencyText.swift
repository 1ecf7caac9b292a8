import Model

/// `prep`, `mesh:3`, `mesh:${it}`: what a task waits for, in one text.
enum DependencyText {
    static func read(_ text: String, isIterated: Bool) throws(ReadingProblem) -> Dependency {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts.first ?? "")
        try Names.checkJob(name)
        guard parts.count == 2 else { return Dependency(job: name) }
        if parts[1] == "${it}" {
            guard isIterated else {
                throw ReadingProblem(
                    "is \"\(Abridged.text(text))\" in a job without iterations", "Name the whole job, or one iteration."
                )
            }
            return Dependency(job: name, scope: .sameIteration)
        }
        guard let iteration = Int(parts[1]), IterationLimits.numbers.contains(iteration) else {
            throw ReadingProblem(
                "is \"\(Abridged.text(text))\", which is not a job, or a job and an iteration",
                "Write it like mesh, mesh:3 or mesh:${it}.")
        }
        return Dependency(job: name, scope: .iteration(iteration))
    }

    static func read(_ text: String, isIterated: Bool, at value: JSONValue) throws(Refusal) -> Dependency {
        do throws(ReadingProblem) {
            return try read(text, isIterated: isIterated)
        } catch {
            throw value.refusal(error)
        }
    }

    /// The text that reads as this dependency.
    static func text(_ dependency: Dependency) -> String {
        switch dependency.scope {
        case .job: dependency.job
        case .iteration(let number): "\(dependency.job):\(number)"
        case .sameIteration: "\(dependency.job):${it}"
        }
    }
}
