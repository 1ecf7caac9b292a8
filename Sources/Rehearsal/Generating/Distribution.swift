/// What numbers are drawn from.
///
/// - Unit: that of what it describes: seconds, cores, multiples.
package enum Distribution: Sendable, Hashable {
    case constant(Double)
    case uniform(ClosedRange<Double>)
    case normal(mean: Double, deviation: Double)
    case exponential(mean: Double)
    /// Each doubling is as likely as any other: a minute to two as much as ten hours to twenty.
    case logUniform(ClosedRange<Double>)
    case choice([Weighted])

    package struct Weighted: Sendable, Hashable {
        package var value: Double
        /// Beside the others; above 0.
        package var weight: Double

        package init(_ value: Double, weight: Double = 1) {
            self.value = value
            self.weight = weight
        }
    }

    package func draw(using numbers: inout SeededNumbers) -> Double {
        switch self {
        case .constant(let value): return value
        case .uniform(let range): return range.lowerBound + numbers.unit() * (range.upperBound - range.lowerBound)
        case .normal(let mean, let deviation): return mean + deviation * numbers.normal()
        case .exponential(let mean): return -mean * Transcendental.logarithm(1 - numbers.unit())
        case .logUniform(let range):
            let span = Transcendental.logarithm(range.upperBound / range.lowerBound)
            return range.lowerBound * Transcendental.exponential(numbers.unit() * span)
        case .choice(let values): return values[numbers.position(among: values.map(\.weight))].value
        }
    }
}

extension SeededNumbers {
    /// From 0, below 1.
    mutating func unit() -> Double {
        // 53 bits: as many as a number between these holds.
        Double(next() >> 11) / Double(1 << 53)
    }

    /// Around 0, with a deviation of 1.
    ///
    /// - Source: Marsaglia's polar method (Marsaglia and Bray 1964).
    mutating func normal() -> Double {
        while true {
            let horizontal = 2 * unit() - 1
            let vertical = 2 * unit() - 1
            let square = horizontal * horizontal + vertical * vertical
            guard square > 0, square < 1 else { continue }
            return horizontal * (-2 * Transcendental.logarithm(square) / square).squareRoot()
        }
    }

    /// One of so many, by their weights.
    mutating func position(among weights: [Double]) -> Int {
        var rest = unit() * weights.reduce(0, +)
        for (position, weight) in weights.enumerated() {
            if rest < weight { return position }
            rest -= weight
        }
        return weights.count - 1
    }
}
