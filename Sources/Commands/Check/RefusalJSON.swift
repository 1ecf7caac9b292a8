internal import Dialects
internal import Model

/// Refusals for programs: `{"refusals": [{"document": …, "line": …, "path": …, "problem": …, "remedy": …}]}`.
enum RefusalJSON {
    static func write(_ refusals: [Refusal], into json: inout JSONText) {
        json.object { json in
            json.key("refusals")
            json.array { json in for refusal in refusals { write(refusal, into: &json) } }
        }
    }

    /// The sentence is always there, the parts of it where they are known.
    private static func write(_ refusal: Refusal, into json: inout JSONText) {
        json.object { json in
            json.member("sentence", refusal.description)
            guard case .document(let problem) = refusal else { return }
            json.member("document", problem.document)
            if let line = problem.line { json.member("line", line) }
            if let column = problem.column { json.member("column", column) }
            if !problem.path.isEmpty { json.member("path", problem.path) }
            json.member("problem", problem.problem)
            json.member("remedy", problem.remedy)
        }
    }
}
