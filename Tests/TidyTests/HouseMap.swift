import Foundation

/// The rooms and arrows as MAP.md draws them.
struct HouseMap {
    struct Room {
        var name: String
        var sentence: String
        var dependencies: [String]
    }

    /// From the roof down.
    let rooms: [Room]
    /// The text between the first pair of code fences.
    let drawing: String

    /// Reads the tables: a row is `| [Name](its page) | what it decides | rooms it names |`.
    init?() {
        guard let page = SourceTree.pages.first(where: { $0.path == "MAP.md" }) else { return nil }
        let parts = page.text.components(separatedBy: "```")
        drawing = parts.count > 2 ? parts[1] : ""
        rooms = page.matches(of: #"^\| \[?([\w-]+)(?:\]\([^)]*\))? \| ([^|]+) \| ([^|]+) \|$"#, in: \.text)
            .filter { $0.groups[1] != "room" && !$0.groups[1].hasPrefix("-") }
            .map { match in
                let named = match.groups[3].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
                return Room(
                    name: match.groups[1], sentence: match.groups[2], dependencies: named.filter { $0 != "nothing" })
            }
    }
}
