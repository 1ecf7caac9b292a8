package import Model

/// Something that happened, for those who follow.
///
/// - Order: by `number`, which is the fact's place in the record; several events may share one.
package struct EventView: Sendable, Hashable {
    package var number: Int
    package var at: Instant
    package var kind: Kind
    /// What it is about: `mesh:3`, `mesh:0-9`, `mesh`, or a node's name; empty: the whole.
    package var subject: String
    package var job: String?
    /// The first and the last, when it is about tasks.
    package var iterations: ClosedRange<Int>?
    /// In a few words, where the kind does not say it all.
    package var text: String

    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case opened, closed, heldBack, resumed
        case submitted, paused, unpaused, changed, removed
        case handedOver, started, succeeded, attemptEnded, takenBack, returned, failed, skipped, cancelled, retried
        case released, resized, adjustmentFailed
        case nodeJoined, nodeLost, nodeSilent, nodeHeard, nodeDraining, nodeAvailable
    }

    package init(number: Int, at: Instant, kind: Kind, subject: String = "", text: String = "") {
        self.number = number
        self.at = at
        self.kind = kind
        self.subject = subject
        self.text = text
    }
}

extension EventView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("id", number)
            json.member("at", at: at)
            json.member("kind", kind.rawValue)
            json.member("subject", subject)
            json.member("job", optional: job)
            json.member("firstIteration", optional: iterations?.lowerBound)
            json.member("lastIteration", optional: iterations?.upperBound)
            json.member("text", text)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(
            number: try fields.number("id"), at: try fields.instant("at"),
            kind: try fields.required("kind").word(of: Kind.allCases.map { ($0.rawValue, $0) }),
            subject: try fields.optionalText("subject") ?? "", text: try fields.optionalText("text") ?? "")
        job = try fields.optionalText("job")
        if let first = try fields.optionalNumber("firstIteration"),
            let last = try fields.optionalNumber("lastIteration"), first <= last
        {
            iterations = first...last
        }
    }
}
