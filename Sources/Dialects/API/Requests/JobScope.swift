/// Which jobs a sum is about.
package enum JobScope: Sendable, Hashable {
    case all
    case jobs([String])
    /// Those that were submitted together, under this key.
    case submission(key: String)
}
