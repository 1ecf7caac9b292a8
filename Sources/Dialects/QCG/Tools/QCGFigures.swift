import Model

/// Numbers and columns of the report tools' output. Binary fractions are shown here and decide nothing.
enum QCGFigures {
    static func seconds(_ duration: Duration) -> Double { Double(duration.nanoseconds) / 1e9 }

    /// With so many digits behind the point.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1) { number, _ in number * 10 }
        let scaled = (value * Double(scale)).rounded()
        guard scaled.magnitude < 1e18 else { return value.description }
        let whole = Int64(scaled)
        let magnitude = whole.magnitude
        let rest = String(magnitude % UInt64(scale) + UInt64(scale)).dropFirst()
        return (whole < 0 ? "-" : "") + "\(magnitude / UInt64(scale))" + (digits > 0 ? ".\(rest)" : "")
    }

    static func seconds(_ duration: Duration, _ digits: Int) -> String { fixed(seconds(duration), digits) }

    /// A share in hundredths, with one digit behind the point; nothing of nothing is nothing.
    static func percent(_ part: Duration, of whole: Duration) -> Double {
        whole == .zero ? 0 : 100 * Double(part.nanoseconds) / Double(whole.nanoseconds)
    }

    /// A tab, the words ended in one column, and their value.
    static func line(_ words: String, _ value: String, width: Int) -> String {
        "\t" + String(repeating: " ", count: max(0, width - words.count)) + "\(words): \(value)\n"
    }

    static func date(_ instant: Instant?) -> String { instant.map { QCGReport.date($0, 0, " ") } ?? "None" }

    static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
}
