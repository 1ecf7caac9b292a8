internal import Model

/// An attempt's end: its first number tells the outcome (bits 0 to 3), whether it never started (bit 4), and the kinds
/// of standard output (bits 5 and 6) and standard error (bits 7 and 8). The ordinary end, a success that printed
/// nothing, is 0.
private enum EndBits {
    static let outcome: UInt64 = 0xf
    static let neverStarted: UInt64 = 1 << 4
    static let outputShift: UInt64 = 5
    static let errorShift: UInt64 = 7
    static let location: UInt64 = 3
    static let all: UInt64 = (1 << 9) - 1
}

extension FactPacker {
    mutating func put(_ tag: FactTag, _ end: AttemptEnd) {
        var bits = kind(of: end.outcome)
        if end.startedAt == nil { bits |= EndBits.neverStarted }
        bits |= kind(of: end.output.standardOutput) << EndBits.outputShift
        bits |= kind(of: end.output.standardError) << EndBits.errorShift
        put(tag)
        put(unsigned: bits)
        put(attempt: end.attempt)
        put(instant: end.endedAt)
        if let startedAt = end.startedAt { put(signed: end.endedAt.nanoseconds &- startedAt.nanoseconds) }
        put(signed: end.processIdentifier &- context.process)
        context.process = end.processIdentifier
        put(details: end.outcome)
        put(count: end.usage.userMicroseconds)
        put(count: end.usage.systemMicroseconds)
        put(memory: end.usage.peakMemory)
        put(count: end.usage.voluntarySwitches)
        put(count: end.usage.involuntarySwitches)
        put(details: end.output.standardOutput)
        put(details: end.output.standardError)
    }

    func kind(of outcome: Outcome) -> UInt64 {
        switch outcome {
        case .succeeded: 0
        case .exited: 1
        case .signalled: 2
        case .outOfMemory: 3
        case .wallTimeExceeded: 4
        case .startFailed: 5
        case .lost: 6
        case .cancelled: 7
        case .interrupted: 8
        }
    }

    mutating func put(details outcome: Outcome) {
        switch outcome {
        case .exited(let code): put(signed: code)
        case .signalled(let signal): put(signed: signal)
        case .startFailed(let failure):
            put(byte: failure.step.rawValue)
            put(signed: failure.errorNumber)
            put(text: failure.path)
        case .succeeded, .outOfMemory, .wallTimeExceeded, .lost, .cancelled, .interrupted: break
        }
    }

    func kind(of location: CapturedOutput.Location) -> UInt64 {
        switch location {
        case .nothing: 0
        case .log: 1
        case .file: 2
        }
    }

    mutating func put(details location: CapturedOutput.Location) {
        switch location {
        case .nothing: break
        case .log(let offset, let count):
            put(signed: offset &- context.logEnd)
            put(count: count)
            context.logEnd = offset &+ count
        case .file(let count): put(count: count)
        }
    }
}

extension FactUnpacker {
    mutating func attemptEnd() throws(PackingProblem) -> AttemptEnd {
        let start = position
        let bits = try unsigned()
        guard bits <= EndBits.all else { throw .malformed("an attempt's end", at: start) }
        let attempt = try attempt()
        let endedAt = try instant()
        var startedAt: Instant?
        if bits & EndBits.neverStarted == 0 {
            startedAt = Instant(nanoseconds: endedAt.nanoseconds &- (try signed64()))
        }
        context.process &+= try signed()
        let process = context.process
        let outcome = try outcome(bits & EndBits.outcome)
        let usage = Usage(
            userMicroseconds: try count64(), systemMicroseconds: try count64(), peakMemory: try memory(),
            voluntarySwitches: try count64(), involuntarySwitches: try count64())
        let output = CapturedOutput(
            standardOutput: try location(bits >> EndBits.outputShift & EndBits.location),
            standardError: try location(bits >> EndBits.errorShift & EndBits.location))
        return AttemptEnd(
            attempt: attempt, startedAt: startedAt, endedAt: endedAt, processIdentifier: process, outcome: outcome,
            usage: usage, output: output)
    }

    mutating func outcome(_ kind: UInt64) throws(PackingProblem) -> Outcome {
        switch kind {
        case 0: return .succeeded
        case 1: return .exited(code: try signed())
        case 2: return .signalled(try signed())
        case 3: return .outOfMemory
        case 4: return .wallTimeExceeded
        case 5:
            return .startFailed(
                StartFailure(
                    step: try choice(StartFailure.Step.self, "a step of starting"), errorNumber: try signed(),
                    path: try text()))
        case 6: return .lost
        case 7: return .cancelled
        case 8: return .interrupted
        default: throw .malformed("an outcome of \(kind)", at: position)
        }
    }

    mutating func location(_ kind: UInt64) throws(PackingProblem) -> CapturedOutput.Location {
        switch kind {
        case 0: return .nothing
        case 1:
            let offset = context.logEnd &+ (try signed64())
            let count = try count64()
            context.logEnd = offset &+ count
            return .log(offset: offset, count: count)
        case 2: return .file(count: try count64())
        default: throw .malformed("a place of output", at: position)
        }
    }
}
