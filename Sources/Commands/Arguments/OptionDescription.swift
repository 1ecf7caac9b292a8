/// One option of a command: how it is spelled, what it takes, what it is for.
///
/// Reading, `--help` and completion all follow from this, so they cannot disagree.
package struct OptionDescription: Sendable, Hashable {
    /// Without its dashes.
    package var name: String
    package var letter: Character?
    /// None: the option is a switch.
    package var value: Value?
    /// The heading it stands under in the help.
    package var section: String
    /// Without a full stop at its end.
    package var purpose: String
    /// What holds when it is not given; none: nothing worth telling.
    package var standard: String?
    package var repeats: Bool

    package struct Value: Sendable, Hashable {
        /// As the help writes it: `FILE`.
        package var name: String
        package var kind: ValueKind
        /// Whether the option may stand alone; the next argument is then its value only when it is a whole number.
        package var isOptional: Bool

        package init(name: String, kind: ValueKind, isOptional: Bool = false) {
            self.name = name
            self.kind = kind
            self.isOptional = isOptional
        }
    }

    package init(
        _ name: String, _ letter: Character? = nil, _ value: Value? = nil, in section: String, _ purpose: String,
        standard: String? = nil, repeats: Bool = false
    ) {
        self.name = name
        self.letter = letter
        self.value = value
        self.section = section
        self.purpose = purpose
        self.standard = standard
        self.repeats = repeats
    }

    /// `-j, --at-once N`, the column in which a letter would stand kept free.
    package var spelling: String {
        let short = letter.map { "-\($0), " } ?? "    "
        guard let value else { return "\(short)--\(name)" }
        return "\(short)--\(name) \(value.isOptional ? "[\(value.name)]" : value.name)"
    }
}

/// What kind of text a value is, for completion.
package enum ValueKind: Sendable, Hashable {
    case free, file, folder, job, run, command
    /// A state of tasks, or a folder.
    case stateOrFolder
    case choice([String])
}

extension OptionDescription.Value {
    package static func free(_ name: String) -> Self { Self(name: name, kind: .free) }
    package static let file = Self(name: "FILE", kind: .file)
    package static let folder = Self(name: "FOLDER", kind: .folder)
    package static let stateOrFolder = Self(name: "STATE|FOLDER", kind: .stateOrFolder)
    package static let access = Self(name: "FILE|URL", kind: .file)
    package static let run = Self(name: "N|all", kind: .run)
    package static func choice(_ name: String, _ choices: [String]) -> Self { Self(name: name, kind: .choice(choices)) }
}
