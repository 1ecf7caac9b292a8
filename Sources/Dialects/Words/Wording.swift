package import Model

/// Numbers as a person reads them.
package enum Wording {
    /// `1,234,567`
    package static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        guard digits.count > 3 else { return String(number) }
        var text = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }

    /// `1 task`, `3,000 tasks`; the plural is the singular with an s unless it is given.
    package static func count(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
        number == 1 ? "1 \(singular)" : "\(count(number)) \(plural ?? singular + "s")"
    }

    /// `412/s`, `2.5/s`, `12/min`, `3/h`, in the unit that keeps it above one.
    ///
    /// - Unit: thousandths per second.
    package static func rate(_ thousandths: Int64) -> String {
        if thousandths >= 10_000 { return "\(count(Int(thousandths / 1000)))/s" }
        if thousandths >= 1000 { return "\(Amount(thousandths: thousandths / 100 * 100))/s" }
        if thousandths * 60 >= 1000 { return "\(thousandths * 60 / 1000)/min" }
        return "\(thousandths * 3600 / 1000)/h"
    }

    /// A rest of time in whole seconds: `less than 1 s`, `9 s`, `2 min 5 s`.
    package static func rest(_ duration: Duration) -> String {
        let seconds = duration.nanoseconds / 1_000_000_000
        return seconds < 1 ? "less than 1 s" : Duration.seconds(seconds).description
    }
}
