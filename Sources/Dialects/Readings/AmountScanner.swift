/// Takes an amount apart: exact decimal numbers, and words between them.
struct AmountScanner {
    let text: String
    private let bytes: [UInt8]
    private var position = 0

    /// `mantissa / 10^scale`; no binary fraction, which would round 0.1.
    struct Decimal {
        var mantissa: Int64
        var scale: Int

        /// The number times a unit, in whole parts of it; nothing beyond 64 bits.
        func times(_ unit: Int64) -> (whole: Int64, isExact: Bool)? {
            var divisor: Int128 = 1
            for _ in 0..<scale { divisor *= 10 }
            let product = Int128(mantissa) * Int128(unit)
            guard let whole = Int64(exactly: product / divisor) else { return nil }
            return (whole, product % divisor == 0)
        }
    }

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skipSpaces() {
        while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
    }

    mutating func take(_ letter: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: letter) else { return false }
        position += 1
        return true
    }

    /// Digits with at most one point; nothing where no digit stands, or beyond 18 digits.
    mutating func number() -> Decimal? {
        let start = position
        var mantissa: Int64 = 0
        var scale = 0
        var digits = 0
        var hasPoint = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "."), !hasPoint, digits > 0, isDigit(at: position + 1) {
                hasPoint = true
            } else if isDigit(at: position) {
                digits += 1
                // 18: the longest that always fits 64 bits.
                guard digits <= 18 else {
                    position = start
                    return nil
                }
                mantissa = mantissa * 10 + Int64(byte - UInt8(ascii: "0"))
                if hasPoint { scale += 1 }
            } else {
                break
            }
            position += 1
        }
        return digits == 0 ? nil : Decimal(mantissa: mantissa, scale: scale)
    }

    /// Exactly so many digits.
    mutating func digits(_ count: Int) -> Int? {
        guard (0..<count).allSatisfy({ isDigit(at: position + $0) }) else { return nil }
        let value = bytes[position..<position + count].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        position += count
        return value
    }

    /// The letters up to the next digit, blank or mark.
    mutating func word() -> String {
        let start = position
        while position < bytes.count, bytes[position] | 0x20 >= UInt8(ascii: "a"), bytes[position] != 0x7F {
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private func isDigit(at offset: Int) -> Bool {
        offset < bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset])
    }

    /// The two ends of `1-8`, `2G…16G`, `2G..16G`; the second is empty in `1-`; one part where there is no range.
    static func bounds(of text: String) -> (String, String?) {
        for mark in ["…", "...", "..", "-"] {
            var start = text.startIndex
            while start < text.endIndex {
                if text[start...].hasPrefix(mark) {
                    let after = text.index(start, offsetBy: mark.count)
                    return (Self.trimmed(text[..<start]), Self.trimmed(text[after...]))
                }
                start = text.index(after: start)
            }
        }
        return (Self.trimmed(text[...]), nil)
    }

    static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
