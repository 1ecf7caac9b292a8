internal import Model

/// Events from the lanes' pipe, whole or in pieces: the mirror of the launcher's `frames.h`.
struct EventReader {
    private var bytes: [UInt8] = []
    private var place = 0

    /// Takes what was read and appends every event that is complete.
    mutating func take(_ read: ArraySlice<UInt8>, into events: inout [LaunchEvent]) {
        bytes.append(contentsOf: read)
        var start = 0
        while bytes.count - start >= 4 {
            place = start
            let length = Int(number(UInt32.self))
            precondition(length >= 24, "an event from the launcher is at least as long as its head")
            guard bytes.count - start >= length else { break }
            events.append(event(end: start + length))
            start += length
        }
        bytes.removeFirst(start)
    }

    private mutating func event(end: Int) -> LaunchEvent {
        let kind = number(UInt8.self)
        let cause = number(UInt8.self)
        let step = number(UInt8.self)
        place += 1
        let lane = Int(number(UInt32.self))
        let process = Int(number(Int32.self))
        let attempt = AttemptIdentifier(Int(number(Int64.self)))
        switch kind {
        case 1: return .started(attempt, lane: lane, process: process, at: time())
        case 2:
            return .ended(self.end(attempt, lane: lane, process: process, cause: cause, step: step, end: end))
        case 3: return .takenBack(first: attempt, count: Int(number(Int64.self)), lane: lane)
        case 4: return .laneDied(lane)
        case 5:
            let at = time()
            let adjustment = Int(number(Int64.self))
            return .adjusted(attempt, number: adjustment, errorNumber: Int(number(Int32.self)), at: at)
        default: preconditionFailure("the launcher sends only events that this room knows")
        }
    }

    private mutating func end(
        _ attempt: AttemptIdentifier, lane: Int, process: Int, cause: UInt8, step: UInt8, end: Int
    ) -> LaunchEnd {
        let startedAt = time()
        let endedAt = time()
        let usage = Usage(
            userMicroseconds: number(Int64.self), systemMicroseconds: number(Int64.self),
            peakMemory: .kibibytes(number(Int64.self)), voluntarySwitches: number(Int64.self),
            involuntarySwitches: number(Int64.self))
        let output = range()
        let error = range()
        let status = Int(number(Int32.self))
        let errorNumber = Int(number(Int32.self))
        let path = String(decoding: bytes[place..<end], as: UTF8.self)
        return LaunchEnd(
            attempt: attempt, lane: lane, process: process,
            startedAt: startedAt.nanoseconds == 0 ? nil : startedAt, endedAt: endedAt,
            cause: Self.cause(cause, step: step, errorNumber: errorNumber, path: path),
            status: status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f),
            usage: usage, standardOutput: output, standardError: error)
    }

    private static func cause(_ number: UInt8, step: UInt8, errorNumber: Int, path: String) -> LaunchEnd.Cause {
        switch number {
        case 0: return .own
        case 1: return .wallTime
        case 2: return .stopped
        case 3: return .outOfMemory
        default:
            guard let step = StartFailure.Step(rawValue: step) else {
                preconditionFailure("the launcher names only steps that the model knows")
            }
            return .startFailed(StartFailure(step: step, errorNumber: errorNumber, path: path))
        }
    }

    private mutating func time() -> MonotonicTime { MonotonicTime(nanoseconds: number(Int64.self)) }

    private mutating func range() -> LaunchEnd.OutputRange {
        let offset = number(Int64.self)
        let count = number(Int64.self)
        let generation = Int(number(UInt32.self))
        place += 4
        return LaunchEnd.OutputRange(generation: generation, offset: offset, count: count)
    }

    private mutating func number<Number: FixedWidthInteger>(_: Number.Type) -> Number {
        let size = MemoryLayout<Number>.size
        defer { place += size }
        return bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Number.self)) }
    }
}
