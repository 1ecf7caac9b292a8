import Model

/// Takes the old client's messages out of what comes from its connection.
///
/// - Shape: a message is its length in decimal digits, a line end, and so many bytes of JSON: `17\n{"status":"init"}`.
package struct TensorFlowClientReader: Sendable {
    private var bytes: [UInt8] = []

    // 4,096: a hundred times what any message needs.
    private static let longest = 4096

    package init() {}

    /// - Throws: what no client of that kind says; nothing more can be read then.
    package mutating func take(_ more: some Sequence<UInt8>) throws(ReadingProblem) -> [TensorFlowClientStatus] {
        bytes += more
        var heard: [TensorFlowClientStatus] = []
        while let end = bytes.firstIndex(of: 0x0A) {
            let length = try Self.length(bytes[..<end])
            guard bytes.count - end - 1 >= length else { break }
            heard.append(try Self.status(Array(bytes[(end + 1)..<(end + 1 + length)])))
            bytes.removeFirst(end + 1 + length)
        }
        // Of what has no end yet, only a number's digits are worth waiting for.
        if !bytes.contains(0x0A) { _ = try bytes.isEmpty ? 0 : Self.length(bytes[...]) }
        return heard
    }

    private static func length(_ digits: ArraySlice<UInt8>) throws(ReadingProblem) -> Int {
        guard digits.count <= 4, let length = Int(String(decoding: digits, as: UTF8.self)),
            (1...longest).contains(length)
        else { throw ReadingProblem("a message without a length from 1 to \(longest)", "Send its length first.") }
        return length
    }

    private static func status(_ bytes: [UInt8]) throws(ReadingProblem) -> TensorFlowClientStatus {
        do throws(Refusal) {
            let members = try JSONReader.read(bytes, document: "message").root.object()
            guard let status = members.first(where: { $0.name == "status" }) else {
                throw .document(
                    DocumentProblem(document: "message", problem: "has no status", remedy: "Send one."))
            }
            return try status.value.word(of: TensorFlowClientStatus.allCases.map { ($0.rawValue, $0) })
        } catch {
            throw ReadingProblem("a message that is no status: \(error)", "Send {\"status\": \"live\"}.")
        }
    }
}
