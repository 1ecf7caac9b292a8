internal import Dialects
package import Model
package import Service

/// What `rota logs` was asked.
package struct LogsOptions: Sendable, Hashable {
    package var chosen: SelectionOptions
    package var stream: Stream
    /// From 1; none: the last.
    package var attempt: Int?
    package var follows: Bool
    /// How many lines of each stream's end; none: all.
    package var tail: Int?
    package var isTagged: Bool
    package var isJSON: Bool

    package enum Stream: Sendable, Hashable { case both, output, error }

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        chosen = try SelectionOptions(arguments)
        switch arguments.value(of: "stream") {
        case "out": stream = .output
        case "err": stream = .error
        default: stream = .both
        }
        attempt = try arguments.number("attempt", in: 1...Int.max)
        follows = arguments.has("follow")
        tail = try arguments.number("tail", in: 0...Int.max)
        isTagged = arguments.has("tag")
        isJSON = arguments.has("json")
        if follows, chosen.selection.selectors.count > 1 || chosen.selection.state != nil {
            throw arguments.refusal(of: "follow", "follows one job or one task", "Name one, without a state.")
        }
    }

    package var streams: [OutputStreamName] {
        switch stream {
        case .both: [.output, .error]
        case .output: [.output]
        case .error: [.error]
        }
    }
}
