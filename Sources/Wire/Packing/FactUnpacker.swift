package import Model

/// Turns the bytes of one frame back into facts.
///
/// - Throws: whatever the bytes are, the answer is a fact or a `PackingProblem`; memory is taken only for what is
///   there.
package struct FactUnpacker {
    package let bytes: [UInt8]
    package private(set) var position: Int
    package let end: Int
    package let version: UInt8
    var context = PackingContext()

    package init(_ bytes: [UInt8]) { self.init(bytes, in: 0..<bytes.count, version: RecordFormat.version) }

    package init(_ bytes: [UInt8], in range: Range<Int>, version: UInt8) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a frame lies within its buffer")
        self.bytes = bytes
        self.version = version
        position = range.lowerBound
        end = range.upperBound
    }

    package var isAtEnd: Bool { position == end }
    package var remaining: Int { end - position }

    package mutating func byte() throws(PackingProblem) -> UInt8 {
        guard position < end else { throw .truncated(at: position) }
        defer { position += 1 }
        return bytes[position]
    }

    package mutating func unsigned() throws(PackingProblem) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            if shift == 63, next > 1 { throw .malformed("a number of more than 64 bits", at: position - 1) }
            value |= UInt64(next & 0x7f) &<< shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    package mutating func signed64() throws(PackingProblem) -> Int64 {
        let folded = try unsigned()
        return Int64(bitPattern: folded &>> 1) ^ -Int64(bitPattern: folded & 1)
    }

    package mutating func count64() throws(PackingProblem) -> Int64 { Int64(bitPattern: try unsigned()) }
    package mutating func count() throws(PackingProblem) -> Int { Int(try count64()) }
    package mutating func signed() throws(PackingProblem) -> Int { Int(try signed64()) }

    package mutating func flag() throws(PackingProblem) -> Bool {
        let value = try byte()
        guard value <= 1 else { throw .malformed("a yes or no of \(value)", at: position - 1) }
        return value == 1
    }

    /// How many follow, each at least one byte long: never more than the bytes that are left.
    package mutating func length() throws(PackingProblem) -> Int {
        let start = position
        let length = try unsigned()
        guard length <= UInt64(remaining) else { throw .malformed("a length of \(length)", at: start) }
        return Int(length)
    }

    package mutating func raw(_ length: Int) throws(PackingProblem) -> ArraySlice<UInt8> {
        guard length >= 0, length <= remaining else { throw .truncated(at: end) }
        defer { position += length }
        return bytes[position..<position + length]
    }

    package mutating func text() throws(PackingProblem) -> String {
        let start = position
        let characters = try raw(length())
        guard let text = String(validating: characters, as: UTF8.self) else {
            throw .malformed("a text that is not UTF-8", at: start)
        }
        return text
    }

    package mutating func bounds() throws(PackingProblem) -> (lower: Int64, upper: Int64) {
        let start = position
        let lower = try signed64()
        let upper = lower &+ Int64(bitPattern: try unsigned())
        guard upper >= lower else { throw .malformed("a range that ends before it begins", at: start) }
        return (lower, upper)
    }

    package mutating func list<Element>(
        _ element: (inout FactUnpacker) throws(PackingProblem) -> Element
    ) throws(PackingProblem) -> [Element] {
        let length = try length()
        var list: [Element] = []
        // 64: a wrong length may not take much memory before the bytes run out.
        list.reserveCapacity(min(length, 64))
        for _ in 0..<length { list.append(try element(&self)) }
        return list
    }

    package mutating func optional<Value>(
        _ value: (inout FactUnpacker) throws(PackingProblem) -> Value
    ) throws(PackingProblem) -> Value? {
        try flag() ? try value(&self) : nil
    }

    package mutating func choice<Value: RawRepresentable<UInt8>>(
        _ type: Value.Type, _ what: String
    ) throws(PackingProblem) -> Value {
        let raw = try byte()
        guard let value = type.init(rawValue: raw) else { throw .malformed("\(what) of \(raw)", at: position - 1) }
        return value
    }

    package mutating func instant() throws(PackingProblem) -> Instant {
        context.instant &+= try signed64()
        return Instant(nanoseconds: context.instant)
    }

    package mutating func attempt() throws(PackingProblem) -> AttemptIdentifier {
        let number = context.attempt &+ (try signed())
        context.attempt = number &+ 1
        return AttemptIdentifier(number)
    }

    package mutating func memory() throws(PackingProblem) -> Bytes {
        let start = position
        let kibibytes = try unsigned()
        if kibibytes == 0 { return Bytes(try signed64()) }
        guard kibibytes - 1 <= UInt64(Int64.max >> 10) else { throw .malformed("an amount of memory", at: start) }
        return Bytes(Int64(kibibytes - 1) << 10)
    }
}
