package import Posix

/// How an executor reaches its service: whole messages, in order as long as one connection lasts.
///
/// A connection that breaks is made again without a word; what was under way may be lost then.
package protocol ServiceLink: AnyObject {
    /// Readable when something may have come.
    var descriptor: FileDescriptor { get }
    /// Whether something has come that the descriptor may not announce.
    var hasInput: Bool { get }
    /// What has come since the last time.
    func receive() throws(SystemFailure) -> [[UInt8]]
    /// False when it takes nothing now; then the same is to be sent again later.
    func send(_ message: [UInt8]) -> Bool
    /// Looks again for where the service listens, since it has not been heard for long.
    func seek()
    /// Sends what is still under way, for a moment at most, and ends the connection.
    func close()
}
