package import Model

/// When a record is worth being written anew.
package struct CondensingPolicy: Sendable, Hashable {
    /// 1 MiB: a smaller record is read in some milliseconds, and saves nothing.
    package var leastBytes: Int64 = 1 << 20
    /// Attempts of removed jobs among all, in thousandths. 250: so writing three bytes anew frees one at least, and the
    /// record is hardly more than a third larger than what is left.
    package var leastShare = 250
    /// 1 min: who removes a thousand jobs one by one has them taken out at once.
    package var pause = Duration.seconds(60)

    package init() {}

    func isWorthwhile(dropped: Int, of all: Int) -> Bool {
        dropped > 0 && dropped * 1000 >= all * leastShare
    }
}
