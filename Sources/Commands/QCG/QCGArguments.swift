internal import Model
internal import Posix

/// A command line of one of QCG's programs, taken apart: options by their long names, and the other words.
struct QCGArguments {
    struct Option {
        var name: String
        var letter: String?
        /// What stands for its value in the help; none: it has no value.
        var value: String?
        /// Says it, too; the command line goes first.
        var variable: String?
        var words: String

        init(_ name: String, _ letter: String? = nil, value: String? = nil, variable: String? = nil, _ words: String) {
            self.name = name
            self.letter = letter
            self.value = value
            self.variable = variable
            self.words = words
        }
    }

    private let program: String
    private var values: [String: String] = [:]
    private(set) var words: [String] = []
    private(set) var wantsHelp = false

    /// - Throws: a `Refusal` of an option that is not known, or lacks its value.
    init(_ program: String, _ options: [Option], _ arguments: [String]) throws(Refusal) {
        self.program = program
        for option in options {
            guard let text = option.variable.flatMap({ Environment.value(of: $0) }), !text.isEmpty else { continue }
            let isOff = option.value == nil && ["0", "false", "no", "off"].contains(text.lowercased())
            if !isOff { values[option.name] = text }
        }
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument != "-" else {
                words.append(argument)
                continue
            }
            if argument == "--help" || argument == "-h" {
                wantsHelp = true
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = options.first(where: { "--\($0.name)" == name || $0.letter.map { "-\($0)" } == name })
            else {
                let near = NearestName.nearest(to: name, among: options.map { "--\($0.name)" })
                throw refusal(name, "is not known", near.map { "Did you mean \($0)?" } ?? "See \(program) --help.")
            }
            guard let value = option.value else {
                values[option.name] = ""
                continue
            }
            guard let text = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
                throw refusal(name, "needs a value", "Write \(name) \(value).")
            }
            values[option.name] = text
        }
    }

    subscript(option: String) -> String? { values[option] }
    func has(_ option: String) -> Bool { values[option] != nil }

    func number(_ option: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
        guard let text = values[option] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw refusal(
                "--\(option)", "is \"\(text)\"", "Give a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// The words in their order; a refusal when there are not so many.
    func words(_ names: String...) throws(Refusal) -> [String] {
        guard words.count >= names.count else {
            throw refusal(names[words.count], "is missing", "Write \(program) \(names.joined(separator: " ")).")
        }
        return words
    }

    func refusal(_ path: String, _ problem: String, _ remedy: String) -> Refusal {
        .document(DocumentProblem(document: program, path: path, problem: problem, remedy: remedy))
    }

    static func help(_ usage: String, _ summary: String, _ options: [Option]) -> String {
        let lines = options.map { option -> String in
            let letter = option.letter.map { "-\($0), " } ?? "    "
            let name = "  \(letter)--\(option.name)" + (option.value.map { " \($0)" } ?? "")
            let variable = option.variable.map { " [\($0)]" } ?? ""
            // 28: the longest name with its value, and two blanks.
            return name + String(repeating: " ", count: max(2, 28 - name.count)) + option.words + variable + "\n"
        }
        return "Usage: \(usage)\n\n\(summary)\n\n" + lines.joined() + "  -h, --help                this page\n"
    }
}
