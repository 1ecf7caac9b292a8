/// CRC-32C, the Castagnoli polynomial, as iSCSI and ext4 use it.
///
/// - Cost: about a nanosecond for each byte; eight bytes a step through eight tables.
/// - Source: M. Kounavis and F. Berry, "A Systematic Approach to Building High Performance Software-Based CRC
///   Generators", 2005 (slicing by eight).
package struct Checksum {
    private var state: UInt32 = ~0
    private let tables = Self.sharedTables

    package init() {}

    package static func of(_ bytes: [UInt8]) -> UInt32 {
        var checksum = Checksum()
        checksum.add(bytes, in: 0..<bytes.count)
        return checksum.value
    }

    package var value: UInt32 { ~state }

    package mutating func add(_ bytes: [UInt8], in range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a range lies within its bytes")
        var crc = state
        unsafe bytes.withUnsafeBytes { source in
            unsafe tables.withUnsafeBufferPointer { tables in
                var position = range.lowerBound
                while position + 8 <= range.upperBound {
                    let eight = unsafe UInt64(
                        littleEndian: source.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                    let mixed = eight ^ UInt64(crc)
                    crc =
                        unsafe tables[1792 + Int(mixed & 0xff)] ^ tables[1536 + Int(mixed >> 8 & 0xff)]
                        ^ tables[1280 + Int(mixed >> 16 & 0xff)] ^ tables[1024 + Int(mixed >> 24 & 0xff)]
                    crc ^=
                        unsafe tables[768 + Int(mixed >> 32 & 0xff)] ^ tables[512 + Int(mixed >> 40 & 0xff)]
                        ^ tables[256 + Int(mixed >> 48 & 0xff)] ^ tables[Int(mixed >> 56)]
                    position += 8
                }
                while position < range.upperBound {
                    crc = unsafe tables[Int((crc ^ UInt32(source[position])) & 0xff)] ^ crc >> 8
                    position += 1
                }
            }
        }
        state = crc
    }

    /// Eight tables of 256, one after another: table `k` takes a byte past `k` further zero bytes.
    private static let sharedTables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 2048)
        for byte in 0..<256 {
            var crc = UInt32(byte)
            // 0x82F63B78: the Castagnoli polynomial, lowest bit first.
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
            tables[byte] = crc
        }
        for index in 256..<2048 {
            let previous = tables[index - 256]
            tables[index] = tables[Int(previous & 0xff)] ^ previous >> 8
        }
        return tables
    }()
}
