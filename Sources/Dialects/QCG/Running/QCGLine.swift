/// JSON on one line with a blank behind each comma and colon, as the old programs write events and their tracks.
enum QCGLine {
    static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\(JSONText.quoted($0)): \($1)" }.joined(separator: ", ") + "}"
    }

    static func list(_ values: [String]) -> String { "[" + values.joined(separator: ", ") + "]" }
}
