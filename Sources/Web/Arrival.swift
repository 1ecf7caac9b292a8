/// A request as far as it has come.
final class Arrival {
    let target: String
    /// Where it came in; none before its header was read.
    var link = 0
    var request: WebRequest?
    /// Whether more came than is taken; the rest is read and dropped, since an answer may come only after it.
    var isTooLarge = false
    var dropped = 0
    var exchange: Exchange?

    init(target: String) { self.target = target }
}
