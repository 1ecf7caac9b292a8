/// One command of `rota`: everything that can be said about it without running it.
package struct CommandDescription: Sendable, Hashable {
    /// One word, or two for a command about a thing: `ledger check`.
    package var name: String
    package var group: Group
    /// One line, without a full stop at its end.
    package var purpose: String
    /// What follows `rota NAME`, a line for each way to call it.
    package var usage: [String]
    /// Paragraphs.
    package var notes: [String] = []
    package var options: [OptionDescription] = []
    package var operands: Operands = .none
    package var examples: [Example] = []
    package var exitCodes: [ExitCode] = []

    /// What a person wants to do.
    package enum Group: String, Sendable, Hashable, CaseIterable {
        case work = "Run work"
        case look = "See what happens"
        case change = "Change what was submitted"
        case service = "Services and nodes"
        case plan = "Plan ahead"
        case files = "Job files"
        case record = "The record"
        case itself = "Rota itself"
    }

    /// What may follow the options.
    package struct Operands: Sendable, Hashable {
        package var kind: ValueKind
        package var count: ClosedRange<Int>
        /// Whether what follows `--` is a program with its own arguments.
        package var takesProgram: Bool

        package init(kind: ValueKind, count: ClosedRange<Int>, takesProgram: Bool = false) {
            self.kind = kind
            self.count = count
            self.takesProgram = takesProgram
        }

        package static let none = Operands(kind: .free, count: 0...0)
    }

    package struct Example: Sendable, Hashable {
        package var line: String
        package var meaning: String
    }

    package struct ExitCode: Sendable, Hashable {
        package var code: String
        package var meaning: String
    }

    package init(_ name: String, in group: Group, _ purpose: String, usage: [String]) {
        self.name = name
        self.group = group
        self.purpose = purpose
        self.usage = usage
    }

    /// In the order of their first options.
    package var sections: [String] {
        options.reduce(into: []) { sections, option in
            if !sections.contains(option.section) { sections.append(option.section) }
        }
    }
}
