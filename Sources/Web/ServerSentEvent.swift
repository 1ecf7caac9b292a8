/// One message of a stream of events (`text/event-stream`).
package struct ServerSentEvent: Sendable, Hashable {
    /// What a reader that comes back names as the last it saw; none: as the one before.
    package var id: String?
    /// The kind; `message` when none is given.
    package var event: String
    /// May have several lines.
    package var data: String

    package init(id: String? = nil, event: String = "message", data: String) {
        self.id = id
        self.event = event
        self.data = data
    }

    /// As it goes over the wire. Line ends in `id` and `event` become blanks.
    package var text: String {
        var text = id.map { "id: \(Self.oneLine($0))\n" } ?? ""
        if event != "message" { text += "event: \(Self.oneLine(event))\n" }
        // By scalars: a carriage return with a line feed is one character.
        for line in Self.lines(data) { text += "data: \(line)\n" }
        return text + "\n"
    }

    /// Says nothing, but keeps the line open and shows that somebody is there.
    package static let heartbeat = ":\n\n"

    private static func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\n" || $0 == "\r" || $0 == "\0" ? " " : $0 }))
    }

    private static func lines(_ text: String) -> [String] {
        var lines = [String.UnicodeScalarView()]
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if scalar == "\r" || scalar == "\n" {
                if !(scalar == "\n" && previous == "\r") { lines.append(String.UnicodeScalarView()) }
            } else {
                lines[lines.count - 1].append(scalar)
            }
            previous = scalar
        }
        return lines.map { String($0) }
    }
}
