package import Model

/// A command line taken apart by a command's description; nothing in it is understood yet.
package struct ParsedArguments: Sendable, Hashable {
    package var command: CommandDescription
    /// In the order they were written, which matters for what repeats.
    package var given: [Given] = []
    package var operands: [String] = []
    /// What follows `--`, for a command that takes a program; none: there was no `--`.
    package var program: [String]?

    package struct Given: Sendable, Hashable {
        package var option: String
        package var value: String?
    }

    package init(command: CommandDescription) { self.command = command }

    package func has(_ option: String) -> Bool { given.contains { $0.option == option } }

    /// The last one wins, as people expect who call a program through an alias.
    package func value(of option: String) -> String? { given.last { $0.option == option }?.value }

    package func values(of option: String) -> [String] { given.filter { $0.option == option }.compactMap(\.value) }

    /// The refusal of an option's value.
    ///
    /// - Parameter problem: what is wrong, with the value and the limit.
    package func refusal(of option: String, _ problem: String, _ remedy: String) -> Refusal {
        Self.refusal(of: "--\(option)", problem, remedy)
    }

    package static func refusal(of place: String, _ problem: String, _ remedy: String) -> Refusal {
        .document(DocumentProblem(document: "command line", path: place, problem: problem, remedy: remedy))
    }

    /// A whole number within bounds; none when the option was not given.
    package func number(_ option: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
        guard let text = value(of: option) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let limit =
                range.upperBound == .max ? "from \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
            throw refusal(of: option, "\"\(text)\" is not a whole number \(limit)", "Give one.")
        }
        return number
    }
}
