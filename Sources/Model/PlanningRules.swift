/// What is chosen once for a run, and for each life of a service, and recorded with it: by what its planner plans.
public struct PlanningRules: Sendable, Hashable {
    /// How many chains may be in motion at once; none: as many as capacity allows.
    public var atOnce: Int?
    /// Whether a job that no present node can hold is refused; else it waits for a larger node.
    public var refusesTooLarge: Bool
    public var policy: Policy
    /// How long the first in line lets others pass before nobody behind it starts, where whoever fits may pass.
    public var patience: Duration
    /// How much expected work a chain holds.
    public var chainLength: Duration

    public init() {
        refusesTooLarge = true
        policy = Policy()
        patience = .seconds(60)
        chainLength = .milliseconds(50)
    }
}
