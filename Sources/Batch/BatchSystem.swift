/// Whoever grants allocations.
package enum BatchSystem: String, Sendable, Hashable {
    case slurm

    /// As a sentence calls it.
    package var name: String {
        switch self {
        case .slurm: "Slurm"
        }
    }
}
