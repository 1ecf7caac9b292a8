/// A count for each node as Slurm folds them: `4(x2),2` is 4, 4 and 2.
package enum CountList {
    // 65,536: more nodes than Slurm takes into one job.
    private static let limit = 1 << 16

    /// - Returns: none when it is no such list, or one of more than 65,536 counts.
    package static func counts(in text: String) -> [Int]? {
        var counts: [Int] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let factors = part.split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
            guard let count = number(factors[0]) else { return nil }
            var times = 1
            if factors.count == 2 {
                guard factors[1].hasPrefix("x"), factors[1].hasSuffix(")"),
                    let number = number(factors[1].dropFirst().dropLast())
                else { return nil }
                times = number
            }
            guard times <= limit - counts.count else { return nil }
            counts += Array(repeating: count, count: times)
        }
        return counts
    }

    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(text)
    }
}
