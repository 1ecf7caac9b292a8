package import Model

/// What is wrong with a text that should be an amount, before it is known where the text stands.
package struct ReadingProblem: Error, Sendable, Hashable {
    package var problem: String
    package var remedy: String

    package init(_ problem: String, _ remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }

    /// For a value of the command line: `--cores`.
    package func refusal(document: String, path: String) -> Refusal {
        .document(DocumentProblem(document: document, path: path, problem: problem, remedy: remedy))
    }
}
