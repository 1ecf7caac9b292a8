/// Why there is no cluster, or why it did not do what a test asked for.
package struct ClusterFailure: Error, CustomStringConvertible {
    package var problem: String
    /// Perhaps only the ports were taken.
    var isWorthAnotherTry = false

    package var description: String { problem }
}
