/// The known name that somebody who misspelled one probably meant.
enum NearestName {
    /// `Did you mean X?`, or nothing when no name is near.
    static func hint(_ text: String, among names: [String], _ shown: (String) -> String) -> String? {
        nearest(to: text, among: names).map { "Did you mean \(shown($0))?" }
    }

    /// The first of those with the fewest changed letters, at most a third of the longer word's.
    static func nearest(to text: String, among names: [String]) -> String? {
        let best = names.map { ($0, distance(text, $0)) }.min { $0.1 < $1.1 }
        guard let (name, distance) = best, distance * 3 <= max(text.count, name.count) else {
            return names.first { !text.isEmpty && $0.hasPrefix(text) }
        }
        return name
    }

    /// Letters to insert, to leave out or to replace.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (line, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in right.indices {
                let replaced = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
