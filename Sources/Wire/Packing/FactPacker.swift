package import Model

/// Turns facts into the bytes of one frame.
///
/// - Shape: numbers are LEB128, seven bits a byte, the lowest first; signed ones are folded (0, -1, 1, -2 …) before.
///   Instants and attempts are differences to those before them in the frame. Nothing is rounded: what is unpacked
///   equals what was packed.
/// - Cost: an attempt's end takes about 18 bytes and 100 ns.
package struct FactPacker {
    package private(set) var bytes: [UInt8] = []
    var context = PackingContext()

    package init() {}

    /// Starts the next frame, with room for its header in front; the memory held is kept.
    package mutating func reset(reserving header: Int) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: repeatElement(0, count: header))
        context = PackingContext()
    }

    /// Fills the room that was reserved.
    package mutating func fill(_ header: [UInt8]) { bytes.replaceSubrange(0..<header.count, with: header) }

    package mutating func put(byte: UInt8) { bytes.append(byte) }

    package mutating func put(unsigned value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    package mutating func put(signed value: Int64) {
        put(unsigned: UInt64(bitPattern: value &<< 1) ^ UInt64(bitPattern: value &>> 63))
    }

    /// A number that is hardly ever below zero; then it takes ten bytes.
    package mutating func put(count value: Int64) { put(unsigned: UInt64(bitPattern: value)) }
    package mutating func put(count value: Int) { put(unsigned: UInt64(bitPattern: Int64(value))) }
    package mutating func put(signed value: Int) { put(signed: Int64(value)) }
    package mutating func put(flag: Bool) { bytes.append(flag ? 1 : 0) }

    package mutating func put(text: String) {
        var text = text
        text.withUTF8 { characters in
            put(count: characters.count)
            unsafe bytes.append(contentsOf: characters)
        }
    }

    package mutating func put(raw: [UInt8]) { bytes.append(contentsOf: raw) }

    /// Bounds as the lower one and the distance, which is right for the whole range of integers.
    package mutating func put(lower: Int64, upper: Int64) {
        put(signed: lower)
        put(unsigned: UInt64(bitPattern: upper &- lower))
    }

    package mutating func put<Element>(list: [Element], _ element: (inout FactPacker, Element) -> Void) {
        put(count: list.count)
        for one in list { element(&self, one) }
    }

    package mutating func put<Value>(optional: Value?, _ value: (inout FactPacker, Value) -> Void) {
        put(flag: optional != nil)
        if let optional { value(&self, optional) }
    }

    package mutating func put(instant: Instant) {
        put(signed: instant.nanoseconds &- context.instant)
        context.instant = instant.nanoseconds
    }

    package mutating func put(attempt: AttemptIdentifier) {
        put(signed: attempt.number &- context.attempt)
        context.attempt = attempt.number &+ 1
    }

    /// Memory is mostly whole KiB: these as their number and one, everything else after a zero.
    package mutating func put(memory: Bytes) {
        if memory.count >= 0, memory.count & 1023 == 0 {
            put(count: (memory.count >> 10) + 1)
        } else {
            put(byte: 0)
            put(signed: memory.count)
        }
    }
}
