internal import Posix

/// One connection through the relay: what comes from one side goes to the other, and no more is taken than goes.
struct Passage {
    let peer: String
    let target: Endpoint
    private let near: FileDescriptor
    /// None until the near side has begun to speak.
    private(set) var far: FileDescriptor?
    private var isConnected = false
    private var opening = Opening()
    private var outward = UnderWay()
    private var inward = UnderWay()
    private let beganAt: Int64
    private var movedAt: Int64
    private(set) var bytes: Int64 = 0

    /// Taken from one side, and not by the other yet.
    private struct UnderWay {
        var bytes: [UInt8] = []
        var sent = 0
        /// Its source says nothing more.
        var isOver = false

        var isEmpty: Bool { sent == bytes.count }
        var takesMore: Bool { isEmpty && !isOver }
    }

    /// What becomes of it.
    enum Fate: Sendable, Hashable {
        case goesOn
        /// It has begun to speak, and is to be connected.
        case begins
        case over
        /// Its first bytes are of no kind that passes.
        case refused
        case unreachable(SystemFailure)
    }

    init(_ near: FileDescriptor, from peer: String, to target: Endpoint, at now: Int64) {
        self.near = near
        self.peer = peer
        self.target = target
        beganAt = now
        movedAt = now
    }

    /// What it waits for on either side; the far one is missing before there is one.
    var wanted: [(descriptor: FileDescriptor, readiness: Readiness)] {
        var mine: Readiness = []
        if outward.takesMore, far == nil || isConnected { mine.insert(.readable) }
        if !inward.isEmpty { mine.insert(.writable) }
        guard let far else { return [(near, mine)] }
        var its: Readiness = []
        if inward.takesMore, isConnected { its.insert(.readable) }
        if !outward.isEmpty || !isConnected { its.insert(.writable) }
        return [(near, mine), (far, its)]
    }

    mutating func connect(through far: FileDescriptor) { self.far = far }

    /// Moves what can be moved now.
    ///
    /// - Parameter ready: what was found, for what is `wanted`.
    /// - Parameter buffer: anything in it may be overwritten.
    mutating func move(_ ready: ArraySlice<Readiness>, _ buffer: inout [UInt8], at now: Int64) -> Fate {
        if ready.contains(where: { !$0.isEmpty }) { movedAt = now }
        let isBroken = ready.contains { !$0.isDisjoint(with: [.hungUp, .broken]) }
        if let far, !isConnected {
            // Whoever left before anybody was reached needs nobody any more.
            if ready.first?.isDisjoint(with: [.hungUp, .broken]) == false { return .over }
            guard ready.last?.isEmpty == false else { return .goesOn }
            do throws(SystemFailure) { try far.checkConnection() } catch { return .unreachable(error) }
            isConnected = true
        }
        do throws(SystemFailure) {
            if outward.takesMore, ready.first?.isEmpty == false {
                let taken = try Self.take(from: near, &outward, &buffer)
                bytes += Int64(taken)
                if taken > 0, !opening.take(outward.bytes[...]) { return .refused }
                if far == nil { return outward.isOver ? .over : taken > 0 ? .begins : .goesOn }
            }
            guard let far else { return isBroken ? .over : .goesOn }
            if inward.takesMore, ready.count > 1, ready.last?.isEmpty == false {
                bytes += Int64(try Self.take(from: far, &inward, &buffer))
            }
            try Self.give(&outward, to: far)
            try Self.give(&inward, to: near)
        } catch { return .over }
        // Asked again, the kernel would answer at once, and for ever.
        if isBroken { return .over }
        // What one side said last still reaches the other.
        return (outward.isOver || inward.isOver) && outward.isEmpty && inward.isEmpty ? .over : .goesOn
    }

    private static func take(
        from side: FileDescriptor, _ way: inout UnderWay, _ buffer: inout [UInt8]
    ) throws(SystemFailure) -> Int {
        let count: Int
        do throws(SystemFailure) { count = try side.read(into: &buffer) } catch {
            if error.wouldBlock { return 0 }
            throw error
        }
        way.isOver = count == 0
        way.bytes = Array(buffer[..<count])
        way.sent = 0
        return count
    }

    private static func give(_ way: inout UnderWay, to side: FileDescriptor) throws(SystemFailure) {
        if !way.isEmpty { way.sent += try side.send(way.bytes, from: way.sent) }
    }

    /// Whether it has been waited for long enough.
    func isOverdue(_ limits: RelayLimits, at now: Int64) -> Bool {
        isConnected ? now - movedAt > limits.idleNanoseconds : now - beganAt > limits.openingNanoseconds
    }

    func close() {
        near.close()
        far?.close()
    }
}
