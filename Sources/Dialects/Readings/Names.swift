/// What a job, a column or a named amount may be called.
package enum Names {
    /// Bytes; a name becomes part of file names and of lines of a table.
    static let limit = 200

    /// The characters a job's name must not have: its name stands in macros, quotes and `job:iteration`.
    private static let forbidden: Set<UInt8> = Set("${}()'\" \t\n:".utf8)

    package static func checkJob(_ name: String) throws(ReadingProblem) {
        guard !name.isEmpty else { throw ReadingProblem("is an empty name", "Give the job a name.") }
        guard name.utf8.count <= limit else {
            throw ReadingProblem(
                "is a name of \(name.utf8.count) bytes; at most \(limit) are possible", "Shorten it.")
        }
        guard let bad = name.utf8.first(where: { forbidden.contains($0) || $0 < 0x20 || $0 == 0x7F }) else { return }
        let letter =
            switch bad {
            case UInt8(ascii: " "): "a space"
            case 0..<0x20, 0x7F: "a control character"
            default: "\"\(Character(Unicode.Scalar(bad)))\""
            }
        throw ReadingProblem(
            "is the name \"\(Abridged.text(name))\", which holds \(letter)",
            "Names go without $ { } ( ) ' \" : and blanks; put a dash there.")
    }

    /// A name that stands between other marks: a column, a named amount.
    static func checkWord(_ name: String) throws(ReadingProblem) {
        let isSound = !name.isEmpty && name.utf8.count <= limit && name.utf8.allSatisfy(isWordByte)
        guard isSound, name.utf8.first.map({ !(0x30...0x39).contains($0) }) ?? false else {
            throw ReadingProblem(
                "is the name \"\(Abridged.text(name))\", which is not a plain word",
                "Names here are letters, digits, _ and -, a letter first.")
        }
    }

    static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...:
            true
        default: false
        }
    }
}
