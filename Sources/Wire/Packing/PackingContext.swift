internal import Model

/// What the facts before it in the same frame said, so that a fact need only say what differs.
///
/// - Shape: starts empty in every frame, so that each frame can be read alone.
struct PackingContext {
    var instant: Int64 = 0
    /// One beyond the attempt spoken of last.
    var attempt: Int = 0
    /// One beyond the last attempt handed over.
    var handedOver: Int = 0
    var job: Int = 0
    /// One beyond the last iteration handed over.
    var iteration: Int = 0
    var process: Int = 0
    /// Where the next output in the log is expected to begin.
    var logEnd: Int64 = 0
}
