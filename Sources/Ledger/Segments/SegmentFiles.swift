package import Posix

/// The names of a run's segments: `00000001.facts` and so on.
package enum SegmentFiles {
    static let suffix = ".facts"

    package static func path(_ number: Int, in folder: String) -> String {
        let digits = String(number)
        return "\(folder)/\(String(repeating: "0", count: max(0, 8 - digits.count)))\(digits)\(suffix)"
    }

    /// The numbers of the segments that are there, ascending.
    package static func numbers(in folder: String) throws(SystemFailure) -> [Int] {
        var numbers: [Int] = []
        for name in try FileSystem.names(in: folder) where name.hasSuffix(suffix) {
            let digits = name.dropLast(suffix.count)
            guard digits.count >= 8, let number = Int(digits), number > 0 else { continue }
            numbers.append(number)
        }
        return numbers.sorted()
    }
}
