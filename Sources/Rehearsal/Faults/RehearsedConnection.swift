import Model

/// A connection between an executor and the service, as it is until it breaks: messages arrive whole and in order.
///
/// When it breaks, what had not arrived is lost from some message on; what an executor had not handed to the kernel
/// goes over its next connection.
struct RehearsedConnection: Sendable {
    let executor: Int
    var isOpen = true
    var up = Way()
    var down = Way()
    /// What the executor sent and has not arrived, in its order.
    var onTheWay: [[UInt8]] = []

    struct Way: Sendable {
        var sent = 0
        var arrived = 0
        /// How many messages arrive in all.
        var limit = Int.max
        var lastAt = Instant.zero
    }

    mutating func close(upLimit: Int, downLimit: Int) {
        isOpen = false
        up.limit = upLimit
        down.limit = downLimit
    }
}
