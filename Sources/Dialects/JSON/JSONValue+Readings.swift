package import Model

extension JSONValue {
    package func text() throws(Refusal) -> String {
        guard isText else { throw refusal("is \(summary); a text is needed", "Write it in double quotes.") }
        return decoded
    }

    package func flag() throws(Refusal) -> Bool {
        switch kind {
        case .yes: return true
        case .no: return false
        default: throw refusal("is \(summary); true or false is needed", "Write one of the two, without quotes.")
        }
    }

    /// A whole number within bounds; `what` completes the sentence "at least 1 … are possible".
    package func integer(in range: ClosedRange<Int>) throws(Refusal) -> Int {
        guard isNumber else {
            throw refusal("is \(summary); a whole number is needed", "Write a number without quotes.")
        }
        guard let number = Int(decoded) else {
            if decoded.contains(where: { ".eE".contains($0) }) {
                throw refusal("is \(summary); a whole number is needed", "Write it without point and exponent.")
            }
            throw refusal("is \(summary); \(Self.bounds(range))", "Correct it.")
        }
        guard range.contains(number) else {
            let remedy = number < range.lowerBound ? "Raise it." : "Lower it."
            throw refusal("is \(number); \(Self.bounds(range))", remedy)
        }
        return number
    }

    private static func bounds(_ range: ClosedRange<Int>) -> String {
        range.upperBound == Int.max
            ? "at least \(range.lowerBound) is needed"
            : "\(range.lowerBound) to \(range.upperBound) is possible"
    }

    /// A text or a bare number by a reading of amounts.
    package func read<Value>(_ reading: (String) throws(ReadingProblem) -> Value) throws(Refusal) -> Value {
        guard isText || isNumber else {
            throw refusal("is \(summary); a number or a text is needed", "Write it like 2 or \"2G\".")
        }
        do throws(ReadingProblem) {
            return try reading(decoded)
        } catch {
            throw refusal(error)
        }
    }

    /// The elements of a list; an empty one is refused when `nonEmpty` says what is missing.
    package func list(nonEmpty: String? = nil) throws(Refusal) -> [JSONValue] {
        guard isList else { throw refusal("is \(summary); a list is needed", "Put it into brackets: [ … ].") }
        let elements = elements
        if let nonEmpty, elements.isEmpty {
            throw refusal("is an empty list", "Give it at least one \(nonEmpty), or remove it.")
        }
        return elements
    }

    package func texts() throws(Refusal) -> [String] {
        var result: [String] = []
        for element in try list() { result.append(try element.text()) }
        return result
    }

    package func object() throws(Refusal) -> [Member] {
        guard isObject else { throw refusal("is \(summary); an object is needed", "Write it as { \"name\": value }.") }
        return members
    }

    /// One of a few words.
    package func word<Value>(of words: [(String, Value)]) throws(Refusal) -> Value {
        let text = try text()
        if let match = words.first(where: { $0.0 == text }) { return match.1 }
        let all = words.map { "\"\($0.0)\"" }.joined(separator: ", ")
        let near = NearestName.nearest(to: text, among: words.map(\.0))
        throw refusal(
            "is \(summary); known are \(all)", near.map { "Did you mean \"\($0)\"?" } ?? "Choose one of them.")
    }
}
