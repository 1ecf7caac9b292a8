package import Model

/// What becomes true in a run beside what its tasks do: jobs that come later, and what people asked to be changed at
/// set times.
///
/// The loop asks it on its own thread, so it must answer at once.
package protocol RunCourse: AnyObject {
    /// What has become true since the last time.
    ///
    /// - Parameter jobCount: how many jobs there are; the next one's number.
    func facts(jobCount: Int, at now: Instant) -> [Fact]
    /// When to ask again at the latest; none: nothing more will come.
    var wakeAt: Instant? { get }
    /// Whether no jobs will come any more, so that the run is over when all of its tasks are.
    var isOver: Bool { get }
}
