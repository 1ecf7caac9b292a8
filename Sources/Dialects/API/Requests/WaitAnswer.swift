package import Model

/// Whether what was waited for has ended.
package struct WaitAnswer: Sendable, Hashable {
    /// No: the time was up.
    package var hasEnded: Bool
    package var counts: StateCounts

    package init(hasEnded: Bool, counts: StateCounts) {
        self.hasEnded = hasEnded
        self.counts = counts
    }
}

extension WaitAnswer: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("ended", hasEnded)
            json.member("tasks", counts)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(hasEnded: try fields.flag("ended"), counts: try fields.counts("tasks"))
    }
}
