internal import Wire

/// What stands before the facts of one commit.
///
/// - Shape: 28 bytes: `RTF` and the format's version; the run's salt (4); the length of what follows (4); how many
///   sequence numbers the frame covers (4); the sequence of its first fact (8); CRC-32C over all that and the
///   facts (4). Each frame can be found and read without anything before it.
struct FrameHeader: Sendable, Hashable {
    var version: UInt8 = RecordFormat.version
    /// Differs between runs, so that bytes of another record, as old blocks of a disk, are not taken for this one's.
    var salt: UInt32
    var length: Int
    /// As many as facts, except where compaction joined several into one.
    var covered: Int
    var sequence: Int

    static let size = 28
    static let magic: [UInt8] = Array("RTF".utf8)
    /// What still can be written as one frame.
    static let largestLength = Int(UInt32.max)

    /// The salt of the run with this token.
    static func salt(of token: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: token ^ token >> 32) }

    var end: Int { sequence + covered }
    var frameSize: Int { Self.size + length }

    /// The header's bytes for the facts that lie behind it in `frame`.
    func sealed(_ frame: [UInt8]) -> [UInt8] {
        var bytes = Self.magic + [version]
        bytes.append(fixed: salt)
        bytes.append(fixed: UInt32(length))
        bytes.append(fixed: UInt32(covered))
        bytes.append(fixed: UInt64(sequence))
        var checksum = Checksum()
        checksum.add(bytes, in: 0..<bytes.count)
        checksum.add(frame, in: Self.size..<Self.size + length)
        bytes.append(fixed: checksum.value)
        return bytes
    }

    init(salt: UInt32, length: Int, covered: Int, sequence: Int) {
        self.salt = salt
        self.length = length
        self.covered = covered
        self.sequence = sequence
    }

    /// What the bytes at a position claim; none when they don't even look like a header. Says nothing of the checksum.
    init?(_ bytes: [UInt8], at position: Int) {
        guard position + Self.size <= bytes.count, bytes[position] == Self.magic[0],
            bytes[position + 1] == Self.magic[1], bytes[position + 2] == Self.magic[2]
        else { return nil }
        version = bytes[position + 3]
        salt = bytes.fixed(UInt32.self, at: position + 4)
        length = Int(bytes.fixed(UInt32.self, at: position + 8))
        covered = Int(bytes.fixed(UInt32.self, at: position + 12))
        let first = bytes.fixed(UInt64.self, at: position + 16)
        // 2^62: so that no sum of sequence numbers overflows.
        guard first < 1 << 62 else { return nil }
        sequence = Int(first)
    }

    /// Whether the whole frame lies in the bytes and its checksum holds.
    func isIntact(_ bytes: [UInt8], at position: Int) -> Bool {
        guard position + frameSize <= bytes.count else { return false }
        var checksum = Checksum()
        checksum.add(bytes, in: position..<position + 24)
        checksum.add(bytes, in: position + Self.size..<position + frameSize)
        return checksum.value == bytes.fixed(UInt32.self, at: position + 24)
    }
}
