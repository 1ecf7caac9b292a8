/// On what it stands how long a task is expected to run.
package enum ExpectationBasis: String, Sendable, Hashable, CaseIterable {
    /// What its submitter expects.
    case request
    /// The longest it may run.
    case wallTime
    /// What its job's tasks took, or those of the same request.
    case measured
    /// What its kind took.
    case profile
    /// What the last two of its user took.
    case lastTwo
    /// Nobody has said or seen anything: an hour.
    case nothing
}
