package import Model

/// One pass of a training over its data, as the container tells of it.
package struct TensorFlowEpoch: Sendable, Hashable {
    package var from: Instant
    package var until: Instant

    package init(from: Instant, until: Instant) {
        self.from = from
        self.until = until
    }

    // 100,000: longer trainings are shown up to there.
    private static let most = 100_000
    // 9 × 10^9 s: the year 2255; 64 bits of nanoseconds reach to 2262.
    private static let latest = 9_000_000_000.0

    /// - Shape: `epoch NUMBER BEGAN ENDED WIDTH`, in seconds since 1970; other lines say other things. What comes from
    ///   inside a container may be anything, and is left out where it is no such line.
    package static func all(in text: String) -> [TensorFlowEpoch] {
        text.split(whereSeparator: \.isNewline).lazy.compactMap { line -> TensorFlowEpoch? in
            let words = line.split(separator: " ")
            guard words.count >= 4, words[0] == "epoch", let from = instant(words[2]), let until = instant(words[3]),
                from <= until
            else { return nil }
            return TensorFlowEpoch(from: from, until: until)
        }.prefix(most).map { $0 }
    }

    private static func instant(_ text: Substring) -> Instant? {
        guard let seconds = Double(text), (0...latest).contains(seconds) else { return nil }
        return Instant(nanoseconds: Int64((seconds * 1e6).rounded()) * 1000)
    }
}
