/// What the old client inside a container says.
package enum TensorFlowClientStatus: String, Sendable, Hashable, CaseIterable {
    /// It is there.
    case begun = "init"
    /// Its training is over.
    case exit
    /// Its training goes on.
    case live
    case error
}
