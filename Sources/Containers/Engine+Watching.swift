internal import Dialects
internal import Model
internal import Web

extension Engine {
    /// What a container prints on its two streams.
    package enum Stream: Sendable, Hashable { case output, error }

    /// Gives what a container has printed and prints, from its first byte on, until it ends.
    package func follow(
        _ container: String, each: (Stream, ArraySlice<UInt8>) -> Void
    ) throws(EngineFailure) {
        let call = "show what a container prints"
        var frames = LogFrames()
        var isMalformed = false
        let query: WebQuery = ["follow": "1", "stdout": "1", "stderr": "1"]
        let end: WebClient.FollowEnd
        do throws(WebFailure) {
            end = try client.follow(path(["containers", container, "logs"]), query: query) { bytes in
                do throws(LogFrames.Malformed) {
                    try frames.take(bytes) { stream, piece in each(stream == .output ? .output : .error, piece) }
                } catch {
                    isMalformed = true
                }
                return !isMalformed
            }
        } catch {
            throw .away(socket: socket, error)
        }
        if isMalformed { throw .unexpected(call: call, problem: "a stream that has no number") }
        if case .refused(let response) = end {
            throw .refused(call: call, status: response.status, reason: Self.reason(in: response))
        }
    }

    /// What a running container has used so far.
    package struct Used: Sendable, Hashable {
        package var userNanoseconds = 0
        package var systemNanoseconds = 0
        package var peakMemory = 0

        package init() {}
    }

    package func used(_ container: String) throws(EngineFailure) -> Used {
        let query: WebQuery = ["stream": "0", "one-shot": "1"]
        return try ask("measure a container", ["containers", container, "stats"], query: query) {
            value throws(Refusal) in
            var used = Used()
            let all = 0...Int.max
            used.userNanoseconds =
                try value.member("cpu_stats", "cpu_usage", "usage_in_usermode")?.integer(in: all) ?? 0
            used.systemNanoseconds =
                try value.member("cpu_stats", "cpu_usage", "usage_in_kernelmode")?.integer(in: all) ?? 0
            let peak = try value.member("memory_stats", "max_usage")?.integer(in: all)
            let present = try value.member("memory_stats", "usage")?.integer(in: all)
            used.peakMemory = peak ?? present ?? 0
            return used
        }
    }
}
