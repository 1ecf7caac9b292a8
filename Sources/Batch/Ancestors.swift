internal import Posix

/// The processes above this one.
package enum Ancestors {
    /// Their command lines, the nearest first; arguments are parted by blanks. Those of other users can be seen too,
    /// except where the machine hides them.
    package static func commandLines() -> [String] {
        var lines: [String] = []
        var number = ProcessIdentity.parent(of: Process.number)
        // 1000: a tree deeper than that is a loop of numbers that were given anew meanwhile.
        while let process = number, process > 0, lines.count < 1000 {
            let bytes = (try? FileSystem.content(of: "/proc/\(process)/cmdline")) ?? []
            let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            lines.append(words.joined(separator: " "))
            number = ProcessIdentity.parent(of: process)
        }
        return lines
    }
}
