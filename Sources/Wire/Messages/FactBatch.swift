package import Model

/// Facts with the numbers their executor gave them, one after another without a gap.
package struct FactBatch: Sendable, Hashable {
    /// The first fact's number, from 1.
    package var first: UInt64
    /// Never empty: starts, ends and attempts taken back.
    package var facts: [Fact]

    package init(first: UInt64, facts: [Fact]) {
        precondition(first > 0 && !facts.isEmpty, "facts are numbered from 1, and a batch holds some")
        self.first = first
        self.facts = facts
    }

    /// The last fact's number.
    package var last: UInt64 { first + UInt64(facts.count) - 1 }
}

extension FactPacker {
    mutating func put(_ batch: FactBatch) {
        put(unsigned: batch.first)
        for fact in batch.facts { put(fact) }
    }
}

extension FactUnpacker {
    /// The facts go on to the message's end.
    mutating func factBatch() throws(PackingProblem) -> FactBatch {
        let first = try unsigned()
        // Half of the numbers: nobody comes that far, and sums of two can't overflow.
        guard first > 0, first <= UInt64.max / 2 else { throw malformed("facts numbered from \(first)") }
        var facts: [Fact] = []
        while let fact = try next() {
            guard fact.isOfAttempts else { throw malformed("a fact that is not an executor's to tell") }
            facts.append(fact)
            guard facts.count <= MessageLimits.items else { throw malformed("more than \(facts.count - 1) facts") }
        }
        guard !facts.isEmpty else { throw malformed("a batch without facts") }
        return FactBatch(first: first, facts: facts)
    }
}

extension Fact {
    /// Whether it tells of attempts, in numbers with which everybody can reckon without fear of an overflow.
    fileprivate var isOfAttempts: Bool {
        switch self {
        case .attemptStarted(let attempt, let at): attempt.number >= 0 && at.isReckonable
        case .attemptsTakenBack(let first, let count, let at):
            first.number >= 0 && count > 0 && !first.number.addingReportingOverflow(count).overflow
                && at.isReckonable
        case .attemptAdjusted(let attempt, let number, let at):
            attempt.number >= 0 && number > 0 && at.isReckonable
        case .adjustmentFailed(let attempt, let number, _, let at):
            attempt.number >= 0 && number > 0 && at.isReckonable
        case .attemptEnded(let end): end.isReckonable
        default: false
        }
    }
}

extension AttemptEnd {
    fileprivate var isReckonable: Bool {
        let amounts = [
            usage.userMicroseconds, usage.systemMicroseconds, usage.peakMemory.count, usage.voluntarySwitches,
            usage.involuntarySwitches,
        ]
        return attempt.number >= 0 && endedAt.isReckonable && startedAt?.isReckonable != false
            && amounts.allSatisfy { (0...Int64.max / 4).contains($0) } && output.standardOutput.isReckonable
            && output.standardError.isReckonable
    }
}

extension CapturedOutput.Location {
    var isReckonable: Bool {
        switch self {
        case .nothing: true
        case .file(let count): count >= 0
        case .log(let offset, let count):
            offset >= 0 && count >= 0 && !offset.addingReportingOverflow(count).overflow
        }
    }
}

extension Instant {
    /// From 1970 until 2116, so that spans and deadlines fit their type.
    var isReckonable: Bool { (0...Int64.max / 2).contains(nanoseconds) }
}
