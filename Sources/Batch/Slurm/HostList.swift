/// Node names as Slurm folds them: `n[1-3,7],m2` are n1, n2, n3, n7 and m2.
package enum HostList {
    // 65,536: more nodes than Slurm takes into one job.
    private static let limit = 1 << 16

    /// The names in the order written; a number keeps its leading zeros, and a name may hold several brackets, of which
    /// the last counts fastest.
    ///
    /// - Returns: none when it is no such list, or one of more than 65,536 names.
    package static func names(in text: String) -> [String]? {
        guard let parts = parts(of: text) else { return nil }
        var names: [String] = []
        for part in parts {
            guard let more = expand(part), names.count + more.count <= limit else { return nil }
            names += more
        }
        return names
    }

    /// Parts the list at the commas outside of brackets.
    private static func parts(of text: String) -> [Substring]? {
        var parts: [Substring] = []
        var start = text.startIndex
        var depth = 0
        for index in text.indices {
            switch text[index] {
            case "[": depth += 1
            case "]": depth -= 1
            case "," where depth == 0:
                parts.append(text[start..<index])
                start = text.index(after: index)
            default: break
            }
            guard (0...1).contains(depth) else { return nil }
        }
        parts.append(text[start...])
        return depth == 0 && !parts.contains(where: \.isEmpty) ? parts : nil
    }

    private static func expand(_ part: Substring) -> [String]? {
        guard let opening = part.firstIndex(of: "[") else {
            let isPlain = !part.contains { $0.isWhitespace || $0 == "]" }
            return isPlain ? [String(part)] : nil
        }
        guard let closing = part.firstIndex(of: "]"),
            let numbers = numbers(in: part[part.index(after: opening)..<closing])
        else { return nil }
        let rest = part[part.index(after: closing)...]
        guard let endings = rest.isEmpty ? [""] : expand(rest), numbers.count * endings.count <= limit else {
            return nil
        }
        let beginning = part[..<opening]
        return numbers.flatMap { number in endings.map { "\(beginning)\(number)\($0)" } }
    }

    /// `1-3,07` as 1, 2, 3 and 07.
    private static func numbers(in text: Substring) -> [String]? {
        var numbers: [String] = []
        for span in text.split(separator: ",", omittingEmptySubsequences: false) {
            let bounds = span.split(separator: "-", omittingEmptySubsequences: false)
            guard bounds.count <= 2, let low = bounds.first.flatMap(number), let high = bounds.last.flatMap(number),
                low <= high, numbers.count + high - low < limit
            else { return nil }
            let width = bounds[0].count
            for number in low...high {
                let digits = String(number)
                numbers.append(String(repeating: "0", count: max(0, width - digits.count)) + digits)
            }
        }
        return numbers
    }

    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(text)
    }
}
