/// A counted amount that is neither cores nor memory: GPUs, licences, anything with a name.
///
/// - Unit: thousandths of one piece; half a GPU is 500.
public struct Amount: Sendable, Hashable, Comparable {
    public var thousandths: Int64

    @inlinable public init(thousandths: Int64) { self.thousandths = thousandths }
    @inlinable public init(_ whole: Int) { thousandths = Int64(whole) * 1000 }

    public static let zero = Amount(thousandths: 0)

    @inlinable public static func < (left: Amount, right: Amount) -> Bool { left.thousandths < right.thousandths }
    @inlinable public static func + (left: Amount, right: Amount) -> Amount {
        Amount(thousandths: left.thousandths + right.thousandths)
    }
    @inlinable public static func - (left: Amount, right: Amount) -> Amount {
        Amount(thousandths: left.thousandths - right.thousandths)
    }
    @inlinable public static func += (left: inout Amount, right: Amount) { left.thousandths += right.thousandths }
    @inlinable public static func -= (left: inout Amount, right: Amount) { left.thousandths -= right.thousandths }
}

extension Amount: CustomStringConvertible {
    /// `2`, `0.5`, `1.25`: no trailing zeros.
    public var description: String {
        let magnitude = thousandths.magnitude
        let sign = thousandths < 0 ? "-" : ""
        guard magnitude % 1000 != 0 else { return "\(sign)\(magnitude / 1000)" }
        var digits = String(magnitude % 1000 + 1000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(sign)\(magnitude / 1000).\(digits)"
    }
}

/// An amount with its name: `licence=2`.
public struct NamedAmount: Sendable, Hashable {
    public var name: String
    public var amount: Amount

    public init(name: String, amount: Amount) {
        self.name = name
        self.amount = amount
    }
}
