internal import Model

/// Frames for a lane, gathered in one buffer: the mirror of the launcher's `frames.h`.
struct FrameWriter {
    /// What has not been sent yet starts at `sent`.
    private(set) var bytes: [UInt8] = []
    private(set) var sent = 0

    private enum Kind: UInt16 {
        case start = 1
        case end = 2
        case takeBack = 3
        case adjust = 4
    }

    var isEmpty: Bool { sent == bytes.count }

    mutating func remove(_ count: Int) {
        sent += count
        if sent == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            sent = 0
        }
    }

    mutating func start(_ request: LaunchRequest) {
        let place = bytes.count
        let flags: UInt16 = (request.inheritsEnvironment ? 0 : 1) | (request.isForeground ? 2 : 0)
        head(.start, flags: flags, attempt: request.attempt)
        append(request.wallTime?.nanoseconds ?? 0)
        append(request.grace.nanoseconds)
        append(request.memory.count)
        append(UInt32(request.arguments.count))
        append(UInt32(request.environment.count))
        append(UInt32(request.processors.count))
        bytes.append(Self.number(request.standardInput))
        bytes.append(Self.number(request.standardOutput))
        bytes.append(Self.number(request.standardError))
        bytes.append(0)
        for processor in request.processors { append(UInt32(processor)) }
        append(request.workingDirectory)
        append(Self.path(request.standardInput))
        append(Self.path(request.standardOutput))
        append(Self.path(request.standardError))
        append(request.arguments)
        append(request.environment)
        finish(place)
    }

    mutating func end(_ attempt: AttemptIdentifier, grace: Model.Duration) {
        let place = bytes.count
        head(.end, flags: 0, attempt: attempt)
        append(grace.nanoseconds)
        finish(place)
    }

    mutating func takeBack(_ first: AttemptIdentifier, count: Int) {
        let place = bytes.count
        head(.takeBack, flags: 0, attempt: first)
        append(Int64(count))
        finish(place)
    }

    mutating func adjust(_ attempt: AttemptIdentifier, number: Int, processors: [Int], isPaused: Bool) {
        let place = bytes.count
        head(.adjust, flags: isPaused ? 1 : 0, attempt: attempt)
        append(Int64(number))
        append(UInt32(processors.count))
        append(UInt32(0))
        for processor in processors { append(UInt32(processor)) }
        finish(place)
    }

    private mutating func head(_ kind: Kind, flags: UInt16, attempt: AttemptIdentifier) {
        append(UInt32(0))
        append(kind.rawValue)
        append(flags)
        append(Int64(attempt.number))
    }

    /// Writes a frame's length into its front.
    private mutating func finish(_ place: Int) {
        var length = UInt32(bytes.count - place)
        for offset in 0..<4 {
            bytes[place + offset] = UInt8(truncatingIfNeeded: length)
            length >>= 8
        }
    }

    private static func number(_ stream: LaunchRequest.Stream) -> UInt8 {
        switch stream {
        case .nothing: 0
        case .captured: 1
        case .inherited: 2
        case .file: 3
        }
    }

    private static func path(_ stream: LaunchRequest.Stream) -> String {
        if case .file(let path) = stream { path } else { "" }
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8.prefix { $0 != 0 })
        bytes.append(0)
    }

    private mutating func append(_ texts: Texts) {
        for index in 0..<texts.count {
            let text = texts[index]
            if let end = text.firstIndex(of: 0) {
                bytes.append(contentsOf: text[..<end])
            } else {
                bytes.append(contentsOf: text)
            }
            bytes.append(0)
        }
    }
}
