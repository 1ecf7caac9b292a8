import Dialects
import Model

/// A document read in the tests' own moment: 2026-11-21T10:11:12.345678Z, two hours east of Greenwich.
func read(_ text: String, name: String = "jobs.json") throws(Refusal) -> JobDocument {
    try read(Array(text.utf8), name: name)
}

func read(_ bytes: [UInt8], name: String = "jobs.json") throws(Refusal) -> JobDocument {
    let context = SubmissionContext(
        now: Instant(nanoseconds: 1_795_255_872_345_678_000), zoneOffsetSeconds: 7200, seed: 1)
    return try JobDocument.read(bytes, name: name, context: context)
}

/// The one job of a document.
func job(_ text: String) throws(Refusal) -> Job { try read(text).jobs[0] }

/// What a document is refused for; nothing when it is taken.
func refused(_ text: String) -> DocumentProblem? { refused(Array(text.utf8)) }

func refused(_ bytes: [UInt8]) -> DocumentProblem? {
    refused(by: { () throws(Refusal) in _ = try read(bytes) })
}

func refused(by work: () throws(Refusal) -> Void) -> DocumentProblem? {
    do throws(Refusal) {
        try work()
    } catch {
        if case .document(let problem) = error { return problem }
    }
    return nil
}

extension DocumentProblem {
    /// `2:5 jobs[0].name`
    var place: String { "\(line ?? 0):\(column ?? 0) \(path)" }
}
