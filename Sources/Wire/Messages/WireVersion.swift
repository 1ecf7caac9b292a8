/// The version of what executor and service say to each other.
///
/// - Order: another `major` is refused, with both versions named. A larger `minor` only adds: fields at the end of a
///   greeting, and messages that are sent to no peer of a smaller one.
package struct WireVersion: Sendable, Hashable {
    package var major: UInt8
    package var minor: UInt8

    package init(major: UInt8, minor: UInt8) {
        self.major = major
        self.minor = minor
    }

    /// What this Rota speaks.
    package static let current = WireVersion(major: 1, minor: 5)

    /// Whether who speaks it can be asked to adjust what runs.
    package var hasAdjustments: Bool { minor >= 2 }
    /// Whether an executor that speaks it asks before it goes, and a service that does answers.
    package var hasLeaves: Bool { minor >= 3 }
    /// Whether a service that speaks it can be told which cores others keep busy.
    package var hasKeptCores: Bool { minor >= 5 }
}

extension WireVersion: CustomStringConvertible {
    package var description: String { "\(major).\(minor)" }
}
