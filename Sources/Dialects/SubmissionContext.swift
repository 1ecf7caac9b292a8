package import Model

/// What the moment of submission is like; a dialect reads no clock and draws no random number.
package struct SubmissionContext: Sendable {
    package var now: Instant
    /// Of the submitter's time zone, east of Greenwich.
    package var zoneOffsetSeconds: Int
    /// Random; names and `${uniq}` are drawn from it.
    package var seed: UInt64
    /// How many requests came before in the same service or run, and this one: `${rcnt}`.
    package var requestNumber: Int

    package init(now: Instant, zoneOffsetSeconds: Int, seed: UInt64, requestNumber: Int = 1) {
        self.now = now
        self.zoneOffsetSeconds = zoneOffsetSeconds
        self.seed = seed
        self.requestNumber = requestNumber
    }

    /// The next name that nobody else has, in the form of a random UUID.
    package mutating func drawUnique() -> String {
        var digits = ""
        for word in [draw(), draw()] {
            let text = String(word, radix: 16)
            digits += String(repeating: "0", count: 16 - text.count) + text
        }
        // Version 4, variant 1, as RFC 9562 marks random ones.
        var letters = Array(digits)
        letters[12] = "4"
        letters[16] = ["8", "9", "a", "b"][letters[16].hexDigitValue.map { $0 & 3 } ?? 0]
        for place in [8, 13, 18, 23] { letters.insert("-", at: place) }
        return String(letters)
    }

    /// SplitMix64 (Steele, Lea and Flood 2014): equal seeds give equal documents.
    private mutating func draw() -> UInt64 {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var mixed = seed
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
