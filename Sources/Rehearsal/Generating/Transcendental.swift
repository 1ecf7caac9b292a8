/// Logarithms and powers without a library of mathematics, whose last digits differ between machines.
///
/// - Cost: some twenty multiplications each.
enum Transcendental {
    private static let logarithmOfTwo = 0.693_147_180_559_945_309_4

    /// - Range: above 0, finite.
    static func logarithm(_ value: Double) -> Double {
        var exponent = Int(value.exponent)
        var significand = value.significand
        // Between the roots of 1/2 and 2 the series below needs the fewest terms.
        if significand > 1.414_213_562_373_095_1 {
            significand /= 2
            exponent += 1
        }
        let ratio = (significand - 1) / (significand + 1)
        let square = ratio * ratio
        // 2 (r + r³/3 + r⁵/5 + …): at most 0.172^25 is left behind the twelfth term, below the last digit.
        var sum = 0.0
        for term in stride(from: 23, through: 1, by: -2) { sum = sum * square + 1 / Double(term) }
        return 2 * ratio * sum + Double(exponent) * logarithmOfTwo
    }

    /// - Range: -700 … 700.
    static func exponential(_ value: Double) -> Double {
        let powers = (value / logarithmOfTwo).rounded()
        let rest = value - powers * logarithmOfTwo
        // 1 + r (1 + r/2 (1 + r/3 …)): r is at most 0.35, so the last digit is reached before the sixteenth term.
        var sum = 1.0
        for term in stride(from: 16, through: 1, by: -1) { sum = 1 + sum * rest / Double(term) }
        return Double(sign: .plus, exponent: Int(powers), significand: sum)
    }
}
