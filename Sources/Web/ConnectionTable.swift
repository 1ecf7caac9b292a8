internal import Posix

/// Who is connected, and who must make room.
///
/// A connection with no request going on costs its owner nothing to open again; so when there are too many, the one
/// that was idle longest is turned out. Thousands of silent connections then push out each other and nobody else.
struct ConnectionTable {
    private struct Entry {
        var peer: String
        var descriptor: Int32
        /// When it last became idle, by a count; none while a request goes on, or once it was turned out.
        var idleSince: Int?
        var isSurplus = false
    }

    private let limit: Int
    private let limitPerPeer: Int
    private var entries: [Int: Entry] = [:]
    private var counts: [String: Int] = [:]
    private var clock = 0

    init(limit: Int, limitPerPeer: Int) {
        self.limit = limit
        self.limitPerPeer = limitPerPeer
    }

    var count: Int { entries.count }

    /// Each with its number.
    var descriptors: [(number: Int, descriptor: FileDescriptor)] {
        entries.map { ($0.key, FileDescriptor(number: $0.value.descriptor)) }
    }

    /// Whether there is room to take one more, if only to tell it that there are too many.
    func accepts(_ peer: String) -> Bool {
        entries.count < limit + WebLimits.surplus && counts[peer, default: 0] < limitPerPeer + WebLimits.surplus
    }

    /// Answers its number, from 1, and the descriptor of the connection that must go for it.
    mutating func open(_ peer: String, descriptor: Int32) -> (number: Int, turnedOut: Int32?) {
        clock += 1
        var turnedOut: Int32?
        var isSurplus = false
        let isPeersFault = counts[peer, default: 0] >= limitPerPeer
        if isPeersFault || entries.count >= limit {
            let idle = entries.filter { $0.value.idleSince != nil && (!isPeersFault || $0.value.peer == peer) }
            if let oldest = idle.min(by: { ($0.value.idleSince ?? 0) < ($1.value.idleSince ?? 0) }) {
                turnedOut = oldest.value.descriptor
                entries[oldest.key]?.idleSince = nil
            } else {
                isSurplus = true
            }
        }
        entries[clock] = Entry(peer: peer, descriptor: descriptor, idleSince: clock, isSurplus: isSurplus)
        counts[peer, default: 0] += 1
        return (clock, turnedOut)
    }

    mutating func close(_ number: Int) {
        guard let entry = entries.removeValue(forKey: number) else { return }
        let left = counts[entry.peer, default: 1] - 1
        counts[entry.peer] = left == 0 ? nil : left
    }

    mutating func beginRequest(_ number: Int) { entries[number]?.idleSince = nil }

    mutating func endRequest(_ number: Int) {
        clock += 1
        entries[number]?.idleSince = clock
    }

    /// Whether it came when all others were busy.
    func isSurplus(_ number: Int) -> Bool { entries[number]?.isSurplus ?? false }
    func peer(of number: Int) -> String { entries[number]?.peer ?? "" }
    func descriptor(of number: Int) -> Int32 { entries[number]?.descriptor ?? -1 }
}
