import Testing
import Web

@Suite("server-sent events")
struct ServerSentEventTests {
    private func events(in text: String, piecesOf size: Int) -> [ServerSentEvent] {
        var reader = ServerSentEventReader()
        var events: [ServerSentEvent] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            reader.take(rest.prefix(size), into: &events)
            rest = rest.dropFirst(size)
        }
        return events
    }

    @Test("what was written is read again, however it is cut", arguments: 1...8)
    func roundTrip(size: Int) {
        let written = [
            ServerSentEvent(id: "1", event: "ended", data: "{\"a\":1}"), ServerSentEvent(id: "2", data: "two\nlines ö"),
            ServerSentEvent(id: "3", event: "empty", data: ""), ServerSentEvent(id: "4", data: " blank first\n\n"),
        ]

        let text = written.map(\.text).joined(separator: ServerSentEvent.heartbeat)

        #expect(events(in: text, piecesOf: size) == written)
    }

    @Test(
        "lines end in all three ways, comments and unknown fields are skipped, ids last",
        arguments: ["\n", "\r", "\r\n"])
    func lineEnds(end: String) {
        let lines = [
            "\u{feff}: hello", "id:7", "data:a", "data: b", "retry: 5", "", "event: x", "", "data", "", "data: cut",
        ]

        let read = events(in: lines.joined(separator: end), piecesOf: 3)

        #expect(read == [ServerSentEvent(id: "7", data: "a\nb"), ServerSentEvent(id: "7", data: "")])
    }

    @Test("a line end in a name starts no field of its own, and every kind of it in data is a new line")
    func smuggled() {
        let event = ServerSentEvent(id: "1\ndata: x", event: "a\rid: 9", data: "a\r\nb\rc\nd")

        #expect(
            events(in: event.text, piecesOf: 100)
                == [ServerSentEvent(id: "1 data: x", event: "a id: 9", data: "a\nb\nc\nd")])
    }
}
