/// The file system a path lies on.
package struct MountDescription: Sendable, Hashable {
    /// `ext4`, `nfs4`, as the kernel lists it; empty when it does not.
    package var kind: String
    /// Bytes that are free for this user, and all there are.
    package var free: Int64
    package var size: Int64
}
