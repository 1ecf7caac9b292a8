package import Dialects
internal import Ledger
internal import Model
internal import Posix

extension RunShelf {
    /// Writes every fact of a run's record as a line of JSON, piece by piece, as far as it is written now.
    ///
    /// - Parameter number: none: the last run.
    /// - Parameter take: given some lines at a time; false ends it.
    /// - Returns: what of the record is damaged, a sentence's part each; none when there is no such run.
    package func export(_ number: Int?, _ take: (JSONText) -> Bool) throws -> [String]? {
        guard let folder = try files.state.run(number) else { return nil }
        let isGoing = try RunLock.holder(of: folder.path) != nil
        let reader = folder.reader()
        while let frame = try reader.next() {
            var lines = JSONText(indented: false)
            for (offset, fact) in frame.facts.enumerated() {
                FactLine(number: frame.number(of: offset), fact: fact).write(to: &lines)
                lines.endLine()
            }
            if !take(lines) { return [] }
        }
        // What stands at the end of a record that is being written is a commit on its way.
        return try isGoing ? [] : reader.conclude().filter(\.losesFacts).map(\.description)
    }
}
