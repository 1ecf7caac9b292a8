internal import Dialects
internal import Model

/// A policy that is looked at beside the one in force.
struct OtherPolicy {
    /// As it was asked for.
    let name: String
    let policy: Policy

    init(reading name: String) throws(ReadingProblem) {
        self.name = name
        policy = try PolicyName.read(name)
    }
}
