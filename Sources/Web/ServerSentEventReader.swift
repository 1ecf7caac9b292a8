/// Finds the messages in a stream of events, however it is cut into pieces.
package struct ServerSentEventReader: Sendable {
    /// The last one seen, for asking to go on after it.
    package private(set) var lastID: String?
    private var line: [UInt8] = []
    private var event = ""
    private var data: [String] = []
    private var followsReturn = false
    private var isFirstLine = true

    package init() {}

    /// Appends the messages that are complete.
    package mutating func take(_ bytes: some Collection<UInt8>, into events: inout [ServerSentEvent]) {
        for byte in bytes {
            defer { followsReturn = byte == UInt8(ascii: "\r") }
            switch byte {
            case UInt8(ascii: "\n"): if !followsReturn { endLine(into: &events) }
            case UInt8(ascii: "\r"): endLine(into: &events)
            default: line.append(byte)
            }
        }
    }

    private mutating func endLine(into events: inout [ServerSentEvent]) {
        if isFirstLine, line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
        isFirstLine = false
        defer { line.removeAll(keepingCapacity: true) }
        if line.isEmpty {
            // Without data it is no message; its id counts all the same.
            if !data.isEmpty {
                let kind = event.isEmpty ? "message" : event
                events.append(ServerSentEvent(id: lastID, event: kind, data: data.joined(separator: "\n")))
            }
            event = ""
            data = []
            return
        }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var rest = line[colon...].dropFirst()
        if rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
        let value = String(decoding: rest, as: UTF8.self)
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "data": data.append(value)
        case "event": event = value
        case "id": if !value.utf8.contains(0) { lastID = value }
        default: break
        }
    }
}
