import Dialects
import Model
import Posix
import Service
import Web

/// `rota events`: what happened, a line for each event, and perhaps what comes.
struct EventsCommand {
    let options: EventsOptions
    let screen: Screen

    // 200 ms: soon enough for eyes.
    private static let pauseNanoseconds: Int64 = 200_000_000

    /// Of a run's record.
    func show(_ record: RunRecord) throws -> Int32 {
        guard var follower = record.followEvents() else { return ExitCode.succeeded }
        var last = options.after
        while true {
            let isGoing = follower.isGoing
            try follower.advance(after: last) { event in
                last = max(last, event.number)
                return write(event)
            }
            screen.flush()
            if !options.follows || !isGoing || screen.output.isClosed { return ExitCode.succeeded }
            _ = try Readiness.wait(for: [], nanoseconds: Self.pauseNanoseconds)
        }
    }

    /// Of a service: a stream that is taken up again where it broke off.
    func show(_ client: ServiceClient) throws -> Int32 {
        var last = options.after
        while true {
            let end = try follow(client, after: &last)
            screen.flush()
            switch end {
            case .stopped: return ExitCode.succeeded
            case .refused(let response): throw client.problem(of: response)
            case .ended where !options.follows: return ExitCode.succeeded
            // It ended, or it restarts; whether it comes back shows at the next try.
            case .ended: _ = try Readiness.wait(for: [], nanoseconds: 1_000_000_000)
            }
        }
    }

    private func follow(_ client: ServiceClient, after last: inout Int) throws -> WebClient.FollowEnd {
        var reader = ServerSentEventReader()
        var number = last
        defer { last = number }
        var problem: (any Error)?
        let query: WebQuery = ["after": "\(last)", "follow": options.follows ? "true" : "false"]
        let end = try client.link.follow(["v1", "events"], query: query, headers: [:], stop: nil) { bytes in
            var messages: [ServerSentEvent] = []
            reader.take(bytes, into: &messages)
            for message in messages {
                do {
                    let root = try JSONReader.read(Array(message.data.utf8), document: "event").root
                    let event = try EventView(AnswerFields(root))
                    number = max(number, event.number)
                    guard write(event) else { return false }
                } catch {
                    problem = error
                    return false
                }
            }
            screen.flush()
            return !screen.output.isClosed
        }
        if let problem { throw problem }
        return end
    }

    /// Answers whether anybody still reads.
    private func write(_ event: EventView) -> Bool {
        if options.isJSON {
            var json = JSONText(indented: false)
            event.write(to: &json)
            json.endLine()
            screen.write(bytes: json.bytes, to: screen.output)
        } else {
            screen.print(line(event))
        }
        return !screen.output.isClosed
    }

    private func line(_ event: EventView) -> String {
        let colours = screen.output.traits.hasColours
        let kind = tone(event.kind).painted(EventWords.text(of: event.kind).padded(to: 14), colours: colours)
        let subject = ShownText.harmless(event.subject)
        let text = event.text.isEmpty ? "" : "  " + Tone.faint.painted(ShownText.harmless(event.text), colours: colours)
        return "\(CalendarTime.local(event.at))  \(String(event.number).leftPadded(to: 7))  \(kind)  \(subject)\(text)"
    }

    private func tone(_ kind: EventView.Kind) -> Tone {
        switch kind {
        case .succeeded: .good
        case .failed, .attemptEnded, .nodeLost, .nodeSilent: .bad
        case .cancelled, .skipped, .paused, .nodeDraining, .heldBack, .removed, .adjustmentFailed: .caution
        case .started, .handedOver: .lively
        default: .plain
        }
    }
}

extension String {
    /// With spaces before it, at least so long.
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
