/// What messages of both sides have in common.
extension FactUnpacker {
    /// Reads a message: its kind, then what `body` reads.
    ///
    /// - Parameter greetings: kinds that begin with their speaker. Another major version is not read further; a later
    ///   minor one may have appended what this one does not know.
    /// - Parameter ofAnyVersion: kinds that every version can read, whatever stands behind them.
    static func message<Kind: RawRepresentable<UInt8> & Equatable, Message>(
        _ bytes: [UInt8], greetings: [Kind], ofAnyVersion: [Kind] = [],
        _ body: (Kind, inout FactUnpacker) throws(PackingProblem) -> Message
    ) throws(MessageProblem) -> Message {
        guard bytes.count <= MessageLimits.bytes else { throw .tooLong(bytes.count) }
        guard let raw = bytes.first else { throw .unreadable(.truncated(at: 0)) }
        guard let kind = Kind(rawValue: raw) else { throw .unknownKind(raw) }
        var unpacker = FactUnpacker(bytes, in: 1..<bytes.count, version: RecordFormat.version)
        let problem: MessageProblem
        do throws(PackingProblem) {
            guard let stranger = greetings.contains(kind) ? try unpacker.stranger() : nil else {
                let message = try body(kind, &unpacker)
                guard unpacker.isAtEnd || greetings.contains(kind) || ofAnyVersion.contains(kind) else {
                    throw unpacker.malformed("something after a message's end")
                }
                return message
            }
            problem = .otherVersion(stranger)
        } catch { problem = .unreadable(error) }
        throw problem
    }

    /// Who speaks next, when it is in a version that can't be read further.
    private func stranger() throws(PackingProblem) -> Speaker? {
        var ahead = self
        let speaker = try ahead.speaker()
        return speaker.wire.major == WireVersion.current.major ? nil : speaker
    }

    func malformed(_ what: String) -> PackingProblem { .malformed(what, at: position) }

    /// A list with a limit of its own: a byte on the wire may become a hundred in memory.
    mutating func list<Element>(
        atMost limit: Int, _ what: String, _ element: (inout FactUnpacker) throws(PackingProblem) -> Element
    ) throws(PackingProblem) -> [Element] {
        var ahead = self
        let count = try ahead.length()
        guard count <= limit else { throw malformed("a list of \(count) \(what)") }
        return try list(element)
    }
}
