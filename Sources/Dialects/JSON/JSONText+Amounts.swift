package import Model

/// Amounts, lengths of time and moments as every answer spells them.
extension JSONText {
    /// To the microsecond; a decimal number of seconds.
    package mutating func member(_ name: String, seconds duration: Duration) {
        key(name)
        let microseconds = duration.nanoseconds / 1000
        let fraction = String(microseconds.magnitude % 1_000_000 + 1_000_000).dropFirst()
        literal("\(microseconds < 0 ? "-" : "")\(microseconds.magnitude / 1_000_000).\(fraction)")
    }

    /// Nothing is written for none.
    package mutating func member(_ name: String, seconds duration: Duration?) {
        if let duration { member(name, seconds: duration) }
    }

    /// A whole number of thousandths as the decimal number it stands for; null when there is none.
    package mutating func member(_ name: String, thousandths: Int64?) {
        key(name)
        if let thousandths { value(thousandths: thousandths) } else { null() }
    }

    package mutating func member(_ name: String, _ cores: Cores) { member(name, thousandths: cores.thousandths) }

    /// In universal time; nothing is written for none.
    package mutating func member(_ name: String, at instant: Instant?) {
        if let instant { member(name, Dates.text(instant)) }
    }

    /// Nothing is written for none.
    package mutating func member(_ name: String, optional text: String?) {
        if let text { member(name, text) }
    }

    /// Nothing is written for none.
    package mutating func member(_ name: String, optional number: Int?) {
        if let number { member(name, number) }
    }

    package mutating func member(_ name: String, texts: [String]) {
        key(name)
        array { json in for text in texts { json.value(text) } }
    }

    /// By state, every state named.
    package mutating func member(_ name: String, _ counts: StateCounts) {
        key(name)
        object { json in for state in TaskState.allCases { json.member("\(state)", counts[state]) } }
    }

    /// A list of values that write themselves.
    package mutating func member(_ name: String, list: [some JSONWritable]) {
        key(name)
        array { json in for element in list { element.write(to: &json) } }
    }
}
