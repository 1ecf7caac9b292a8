/// An amount of memory or storage.
///
/// - Unit: bytes.
public struct Bytes: Sendable, Hashable, Comparable {
    public var count: Int64

    @inlinable public init(_ count: Int64) { self.count = count }

    public static let zero = Bytes(0)
    public static func kibibytes(_ count: Int64) -> Bytes { Bytes(count << 10) }
    public static func mebibytes(_ count: Int64) -> Bytes { Bytes(count << 20) }
    public static func gibibytes(_ count: Int64) -> Bytes { Bytes(count << 30) }

    @inlinable public static func < (left: Bytes, right: Bytes) -> Bool { left.count < right.count }
    @inlinable public static func + (left: Bytes, right: Bytes) -> Bytes { Bytes(left.count + right.count) }
    @inlinable public static func - (left: Bytes, right: Bytes) -> Bytes { Bytes(left.count - right.count) }
    @inlinable public static func += (left: inout Bytes, right: Bytes) { left.count += right.count }
    @inlinable public static func -= (left: inout Bytes, right: Bytes) { left.count -= right.count }
}

extension Bytes: CustomStringConvertible {
    /// The largest binary unit that keeps three digits: `512 MiB`, `1.5 GiB`, `900 B`.
    public var description: String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var unit = 0
        var scale: Int64 = 1
        while unit + 1 < units.count, count.magnitude >= UInt64(scale) * 1024 {
            scale *= 1024
            unit += 1
        }
        let tenths = count / scale * 10 + (count % scale) * 10 / scale
        let isWhole = tenths % 10 == 0 || tenths.magnitude >= 1000
        return isWhole ? "\(tenths / 10) \(units[unit])" : "\(tenths / 10).\(tenths.magnitude % 10) \(units[unit])"
    }
}
