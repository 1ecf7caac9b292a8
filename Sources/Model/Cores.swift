/// A number of processor cores, in thousandths, so that half a core is a whole number.
///
/// - Unit: thousandths of a core; a core is what `nproc` counts.
public struct Cores: Sendable, Hashable, Comparable {
    public var thousandths: Int64

    @inlinable public init(thousandths: Int64) { self.thousandths = thousandths }
    @inlinable public init(_ whole: Int) { thousandths = Int64(whole) * 1000 }

    public static let zero = Cores(thousandths: 0)
    public static let one = Cores(1)

    /// The whole cores in it; half a core has none.
    @inlinable public var whole: Int { Int(thousandths / 1000) }
    /// What is left beyond the whole cores, in thousandths.
    @inlinable public var fraction: Int64 { thousandths % 1000 }
    /// The cores it touches: 1.5 cores touch two.
    @inlinable public var touched: Int { Int((thousandths + 999) / 1000) }

    @inlinable public static func < (left: Cores, right: Cores) -> Bool { left.thousandths < right.thousandths }
    @inlinable public static func + (left: Cores, right: Cores) -> Cores {
        Cores(thousandths: left.thousandths + right.thousandths)
    }
    @inlinable public static func - (left: Cores, right: Cores) -> Cores {
        Cores(thousandths: left.thousandths - right.thousandths)
    }
    @inlinable public static func += (left: inout Cores, right: Cores) { left.thousandths += right.thousandths }
    @inlinable public static func -= (left: inout Cores, right: Cores) { left.thousandths -= right.thousandths }
}

extension Cores: CustomStringConvertible {
    /// `4`, `0.5`, `1.25`.
    public var description: String { Amount(thousandths: thousandths).description }
}
