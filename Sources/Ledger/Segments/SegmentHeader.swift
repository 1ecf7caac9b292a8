internal import Wire

/// The first bytes of a segment file.
///
/// - Shape: 32 bytes: `RotaFact`, the format's version (4), the segment's number (4), the run's token (8), zero (4),
///   CRC-32C of these (4). The frames can be read without it; it names the run and refuses other versions early.
struct SegmentHeader: Sendable, Hashable {
    var version: UInt32 = UInt32(RecordFormat.version)
    var number: Int
    var token: UInt64

    static let size = 32
    static let magic: [UInt8] = Array("RotaFact".utf8)

    init(number: Int, token: UInt64) {
        self.number = number
        self.token = token
    }

    var bytes: [UInt8] {
        var bytes = Self.magic
        bytes.append(fixed: version)
        bytes.append(fixed: UInt32(number))
        bytes.append(fixed: token)
        bytes.append(fixed: UInt32(0))
        bytes.append(fixed: Checksum.of(bytes))
        return bytes
    }

    /// None when the bytes are damaged.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.size, Array(bytes[..<8]) == Self.magic,
            bytes.fixed(UInt32.self, at: 28) == Checksum.of(Array(bytes[..<28]))
        else { return nil }
        version = bytes.fixed(UInt32.self, at: 8)
        number = Int(bytes.fixed(UInt32.self, at: 12))
        token = bytes.fixed(UInt64.self, at: 16)
    }
}
