/// The known name that a misspelled one most likely meant.
public enum NearestName {
    /// - Order: the fewest edits, then the first among the names. None when more than a third of the letters differ.
    /// - Cost: letters × letters for each name; for refusals only.
    public static func nearest(to name: String, among names: some Sequence<String>) -> String? {
        let letters = Array(name.lowercased().unicodeScalars)
        let limit = max(1, letters.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in names {
            let other = Array(candidate.lowercased().unicodeScalars)
            guard abs(other.count - letters.count) <= min(limit, (best?.distance ?? .max) - 1) else { continue }
            let distance = distance(letters, other)
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Edits between two words: a letter more, fewer, another, or two neighbours exchanged.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for (column, other) in right.enumerated() {
                var edits = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    edits = min(edits, beforeLast[column - 1] + 1)
                }
                current.append(edits)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
