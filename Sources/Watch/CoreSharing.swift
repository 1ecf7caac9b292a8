/// Whose the lent cores are.
package enum CoreSharing: String, Sendable, Hashable, CaseIterable {
    /// Ours, all of them.
    case all
    /// Those that others keep busy count as taken.
    case polite
}
