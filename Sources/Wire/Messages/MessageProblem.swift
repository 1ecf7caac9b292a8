/// Why bytes are no message.
package enum MessageProblem: Error, Sendable, Hashable {
    /// Longer than any message may be, in bytes.
    case tooLong(Int)
    case unreadable(PackingProblem)
    case unknownKind(UInt8)
    /// Its sender speaks another major version of the wire.
    case otherVersion(Speaker)
}

extension MessageProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLong(let count):
            "a message of \(count) bytes; the longest there may be has \(MessageLimits.bytes)"
        case .unreadable(let problem): "a message that can't be read: \(problem)"
        case .unknownKind(let kind):
            "a message of kind \(kind), which wire \(WireVersion.current) does not have"
        case .otherVersion(let speaker):
            "\(speaker) can't work with a Rota of wire \(WireVersion.current). "
                + "Let executors and service be of the same version."
        }
    }
}
