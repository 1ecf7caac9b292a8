package import Model

/// Numbers and moments as the TensorFlow scheduler's files have them.
package enum TensorFlowTexts {
    /// `2026-03-01 14:05:09.000042`
    ///
    /// - Parameter zone: seconds east of Greenwich.
    package static func moment(_ instant: Instant, zone: Int) -> String {
        let civil = CivilTime(instant, offsetSeconds: zone)
        return "\(civil.date) \(civil.time)." + String(civil.nanosecond / 1000 + 1_000_000).dropFirst()
    }

    /// Seconds to the microsecond, without needless zeros: `41.2`, `90.0`.
    package static func seconds(_ duration: Duration) -> String { decimal(duration.nanoseconds / 1000, digits: 6) }

    /// A number that was multiplied by a power of ten, with at least one digit behind its point.
    static func decimal(_ scaled: Int64, digits: Int) -> String {
        var unit: UInt64 = 1
        for _ in 0..<digits { unit *= 10 }
        let (whole, rest) = scaled.magnitude.quotientAndRemainder(dividingBy: unit)
        var fraction = String(String(rest + unit).dropFirst())
        while fraction.count > 1, fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(scaled < 0 ? "-" : "")\(whole).\(fraction)"
    }

    /// A share, rounded to so many digits behind its point.
    package static func quotient(_ number: Double, digits: Int) -> String {
        var unit = 1.0
        for _ in 0..<digits { unit *= 10 }
        return decimal(Int64((number * unit).rounded()), digits: digits)
    }
}
