/// A long list of short texts in two flat arrays, so that a million lines cost their bytes and four more each.
///
/// - Shape: text `i` is `bytes[ends[i-1] ..< ends[i]]`. Bytes, not characters: a line of a file need not be UTF-8.
/// - Range: at most 4 GiB of bytes in all.
public struct Texts: Sendable, Hashable {
    public private(set) var bytes: [UInt8]
    public private(set) var ends: [UInt32]

    public init() {
        bytes = []
        ends = []
    }

    public init(_ texts: some Sequence<String>) {
        self.init()
        for text in texts { append(text.utf8) }
    }

    /// Takes the two arrays as they are, or nothing when they don't agree with each other.
    public init?(bytes: [UInt8], ends: [UInt32]) {
        guard ends.last ?? 0 == bytes.count, zip(ends, ends.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
        self.bytes = bytes
        self.ends = ends
    }

    public var count: Int { ends.count }

    public subscript(index: Int) -> ArraySlice<UInt8> {
        bytes[Int(index == 0 ? 0 : ends[index - 1])..<Int(ends[index])]
    }

    public mutating func append(_ text: some Collection<UInt8>) {
        precondition(bytes.count + text.count <= Int(UInt32.max), "a list of texts holds at most 4 GiB")
        bytes.append(contentsOf: text)
        ends.append(UInt32(bytes.count))
    }
}
