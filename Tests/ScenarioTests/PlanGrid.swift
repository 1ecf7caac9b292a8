import Model
import Rehearsal

/// A plan in letters: a line for each core, a column for each moment.
struct PlanGrid: Hashable, CustomStringConvertible {
    /// By node and its domains; within one, the letters of each moment in alphabetical order from the first line down,
    /// since which of its cores a task has says nothing.
    private var lines: [[Character]]

    var description: String { "\n" + lines.map { String($0) }.joined(separator: "\n") + "\n" }

    /// - Parameter lines: as the scenario has them.
    init?(_ lines: [String], on nodes: [Node]) {
        guard lines.count == nodes.reduce(0, { $0 + $1.cores.count }) else { return nil }
        let width = lines.map(\.count).max() ?? 0
        let padded = lines.map { Array($0) + Array(repeating: ".", count: width - $0.count) }
        self.init(padded, nodes)
    }

    /// What a rehearsal came to; none when something in it lies between two moments.
    init?(_ course: Course, tick: Duration) {
        var firstLines: [Int] = []
        var count = 0
        for node in course.nodes {
            firstLines.append(count)
            count += node.cores.count
        }
        func column(_ moment: Instant) -> Int? {
            moment.nanoseconds % tick.nanoseconds == 0 ? Int(moment.nanoseconds / tick.nanoseconds) : nil
        }
        let width = course.stretches.compactMap { column($0.to) }.max() ?? 0
        var lines = Array(repeating: [Character](repeating: ".", count: width), count: count)
        for stretch in course.stretches {
            guard let from = column(stretch.from), let to = column(stretch.to) else { return nil }
            let letter = course.jobs[stretch.task.job.number].name.first ?? "?"
            for part in stretch.placement.parts {
                for core in part.cores {
                    for column in from..<to { lines[firstLines[part.node.number] + core.position][column] = letter }
                }
            }
        }
        self.init(lines, course.nodes)
    }

    private init(_ lines: [[Character]], _ nodes: [Node]) {
        self.lines = lines
        var first = 0
        for count in nodes.flatMap({ $0.domains.isEmpty ? [$0.cores.count] : $0.domains }) {
            let own = first..<first + count
            for column in 0..<(lines.first?.count ?? 0) {
                // Points come last, as an idle core lies below those that work.
                let letters = own.map { lines[$0][column] }.sorted { ($0 == "." ? "~" : $0) < ($1 == "." ? "~" : $1) }
                for (line, letter) in zip(own, letters) { self.lines[line][column] = letter }
            }
            first = own.upperBound
        }
        while self.lines.allSatisfy({ $0.last == "." }), !self.lines.isEmpty {
            for line in self.lines.indices { self.lines[line].removeLast() }
        }
    }
}
