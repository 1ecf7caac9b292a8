/// Fixed numbers in headers: the lowest byte first.
extension Array where Element == UInt8 {
    mutating func append(fixed value: some FixedWidthInteger) {
        for byte in 0..<value.bitWidth / 8 { append(UInt8(truncatingIfNeeded: value >> (byte * 8))) }
    }

    func fixed<Value: FixedWidthInteger>(_ type: Value.Type, at position: Int) -> Value {
        var value: Value = 0
        for byte in 0..<type.bitWidth / 8 { value |= Value(truncatingIfNeeded: self[position + byte]) << (byte * 8) }
        return value
    }
}
