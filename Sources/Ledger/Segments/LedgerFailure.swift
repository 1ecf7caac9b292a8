package import Posix

/// Why a commit did not become durable.
package struct LedgerFailure: Error, Sendable, Hashable {
    package var cause: SystemFailure
    /// Whether the same commit may be tried again, as when the disk was full. If not, nobody knows what the disk holds,
    /// and the process must stop: its successor reads what is there.
    package var mayRetry: Bool
}

extension LedgerFailure: CustomStringConvertible {
    package var description: String {
        mayRetry
            ? "the record can't be written for now: \(cause). Make room; Rota tries again."
            : "the record can't be made durable: \(cause). Check the disk, then go on with `rota run --resume`."
    }
}
