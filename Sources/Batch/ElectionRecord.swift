/// What the file of an election says: a line for each copy that came to its turn, and one for the end.
struct ElectionRecord {
    /// The copies that were elected or told of the end.
    private(set) var ranks: Set<Int> = []
    /// The exit code of the winner; none while there is none, or the last one died.
    private(set) var code: Int?

    init(_ content: [UInt8]) {
        for line in String(decoding: content, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let number = Int(words[1]) else { continue }
            if words[0] == "came" { ranks.insert(number) }
            if words[0] == "ended" { code = number }
        }
    }

    static func arrival(of rank: Int) -> String { "came \(rank)\n" }
    static func end(code: Int) -> String { "ended \(code)\n" }
}
