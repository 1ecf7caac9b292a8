import Model

/// An executor's end of the network.
struct RehearsedLine: Sendable {
    /// None: it is broken, and is made again.
    var connection: Int?
    /// Counts the tries to connect; of those on the agenda only the last is meant.
    var tries = 0
    /// Waits for a connection.
    var queue: [[UInt8]] = []
    /// Nothing gets through before.
    var cutUntil = Instant.zero
    /// Until then messages take long.
    var slowUntil = Instant.zero
    /// Until then the executor's machine stands still.
    var frozenUntil = Instant.zero

    // 6: few enough that it overflows while a service is away.
    private static let queueLimit = 6

    var room: Int { connection == nil ? max(0, Self.queueLimit - queue.count) : Int.max }
}
