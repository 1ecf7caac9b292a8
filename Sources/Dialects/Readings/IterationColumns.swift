import Model

/// What holds for several columns together, from wherever they came.
enum IterationColumns {
    /// Pairs of unequal lists would silently drop what is left over.
    static func pairsProblem(_ columns: [Iterations.Column]) -> ReadingProblem? {
        let counts = columns.map(\.values.count)
        guard let least = counts.min(), let most = counts.max(), least != most else { return nil }
        return ReadingProblem(
            "pairs columns of \(counts.map(String.init).joined(separator: ", ")) values; they must be of one length",
            "Make them equally long, or leave out the pairing to combine each with each.")
    }

    static func countProblem(_ iterations: Iterations) -> ReadingProblem? {
        var product = 1
        for column in iterations.columns {
            let (next, overflow) = product.multipliedReportingOverflow(by: column.values.count)
            guard !overflow, next <= IterationLimits.count || iterations.combination == .pairs else {
                return ReadingProblem(
                    "combines its columns to more than \(IterationLimits.count) iterations", "Shorten one of them.")
            }
            product = iterations.combination == .pairs ? column.values.count : next
        }
        return nil
    }

    static func checkPairs(_ columns: [Iterations.Column], at value: JSONValue) throws(Refusal) {
        if let problem = pairsProblem(columns) { throw value.refusal(problem) }
    }

    static func checkCount(_ iterations: Iterations, at value: JSONValue) throws(Refusal) {
        if let problem = countProblem(iterations) { throw value.refusal(problem) }
    }
}
