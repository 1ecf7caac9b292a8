import Model

/// One option of `qcg-pm-service`: its name, what is said of it, and what it changes.
struct QCGServiceOption: Sendable {
    var name: String
    /// What its value is called in the help; none: it takes none.
    var value: String?
    var words: String
    var apply: @Sendable (String, inout QCGServiceOptions) throws(ReadingProblem) -> Void

    static func flag(
        _ name: String, _ words: String, _ apply: @escaping @Sendable (inout QCGServiceOptions) -> Void
    ) -> QCGServiceOption {
        QCGServiceOption(name: name, value: nil, words: words) { _, options throws(ReadingProblem) in apply(&options) }
    }

    /// One that asks for nothing that Rota does not do anyway.
    static func passedOver(_ name: String, value: String? = nil, _ words: String) -> QCGServiceOption {
        QCGServiceOption(name: name, value: value, words: words) { _, options throws(ReadingProblem) in
            options.passedOver.append(name)
        }
    }

    /// One of the hierarchy of services, which one service with executors everywhere does without.
    static func refused(_ name: String, _ value: String? = nil) -> QCGServiceOption {
        QCGServiceOption(name: name, value: value, words: "refused: services have no parents") {
            _, _ throws(ReadingProblem) in
            throw ReadingProblem(
                "asks for a hierarchy of services, which there is not",
                "Start one `qcg-service`, and `qcg-executor` in every allocation.")
        }
    }

    static func number(_ text: String, in range: ClosedRange<Int>) throws(ReadingProblem) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw ReadingProblem(
                "is \"\(Abridged.text(text))\"; \(range.lowerBound) to \(range.upperBound) is possible", "Correct it.")
        }
        return number
    }

    static func word<Word: RawRepresentable & CaseIterable>(
        _ text: String, of type: Word.Type
    ) throws(ReadingProblem) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: text) else {
            let known = type.allCases.map(\.rawValue)
            throw ReadingProblem(
                "is \"\(Abridged.text(text))\"; known are \(known.joined(separator: ", "))",
                NearestName.nearest(to: text, among: known).map { "Did you mean \"\($0)\"?" } ?? "Choose one of them.")
        }
        return word
    }
}
