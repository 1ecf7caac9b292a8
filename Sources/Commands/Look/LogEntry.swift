import Dialects
import Service

/// What one attempt has printed, for programs.
struct LogEntry {
    var task: String
    /// From 1.
    var attempt: Int
    /// How it ended; empty while it runs.
    var end: String
    var outputs: [(stream: OutputStreamName, bytes: [UInt8])] = []

    init(task: String, attempt: Int, end: String) {
        self.task = task
        self.attempt = attempt
        self.end = end
    }

    func write(tail: Int?, to json: inout JSONText) {
        json.object { json in
            json.member("task", task)
            json.member("attempt", attempt)
            json.member("end", end)
            for (stream, bytes) in outputs {
                json.member(
                    stream == .output ? "standardOutput" : "standardError",
                    String(decoding: LogLines.last(tail, of: bytes), as: UTF8.self))
            }
        }
    }
}
