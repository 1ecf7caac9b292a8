/// Bytes written and not yet read, in order.
struct Backlog {
    private var bytes: [UInt8] = []
    private var start = 0
    /// Nothing more will come.
    var isEnded = false

    var count: Int { bytes.count - start }

    mutating func append(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

    /// Moves as much as fits and answers how much that is.
    mutating func move(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let moved = min(count, buffer.count)
        buffer.copyBytes(from: bytes[start..<(start + moved)])
        start += moved
        // 64 KiB: what was read is dropped in pieces large enough that moving the rest costs nothing beside.
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= 65536)
            start = 0
        } else if start >= 65536 {
            bytes.removeFirst(start)
            start = 0
        }
        return moved
    }
}
