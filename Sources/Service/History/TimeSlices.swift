package import Model

/// A long run cut into equal slices of time: how much of each line of cores each shade of jobs held in each slice.
///
/// - Shape: at most 96 lines, each one core or several neighbours of one node; at most 40,000 cells.
/// - Unit: core time.
package struct TimeSlices: Sendable {
    package private(set) var lines: [Line] = []
    package let columns: Int
    package let slice: Duration
    /// Attempts that failed in each slice.
    package private(set) var failed: [Int]
    private let shadeCount: Int
    private var lineOfRow: [Int] = []
    private var held: [Duration]

    package struct Line: Sendable, Hashable {
        package var rows: Range<Int>
    }

    // 96 lines of 10 pixels fill a large screen; more could not be told apart.
    private static let lineLimit = 96
    // 40,000 cells keep the picture under a megabyte.
    private static let cellLimit = 40_000

    init(rows: CoreRows, elapsed: Duration, shadeCount: Int) {
        var grouping = max(1, (rows.count + Self.lineLimit - 1) / Self.lineLimit)
        // A node's last line may be short, so many small nodes need a second look.
        while rows.places.reduce(0, { $0 + ($1.cores.count + grouping - 1) / grouping }) > Self.lineLimit,
            grouping < rows.places.map(\.cores.count).max() ?? 1
        {
            grouping *= 2
        }
        for place in rows.places {
            var first = place.firstRow
            while first < place.firstRow + place.cores.count {
                let last = min(first + grouping, place.firstRow + place.cores.count)
                lineOfRow.append(contentsOf: repeatElement(lines.count, count: last - first))
                lines.append(Line(rows: first..<last))
                first = last
            }
        }
        columns = min(480, max(120, Self.cellLimit / max(1, lines.count)))
        slice = Duration(nanoseconds: max(1, (elapsed.nanoseconds + Int64(columns) - 1) / Int64(columns)))
        self.shadeCount = shadeCount
        failed = [Int](repeating: 0, count: columns)
        held = [Duration](repeating: .zero, count: lines.count * columns * shadeCount)
    }

    /// The share of a line's cores that a shade held in a slice, in thousandths.
    package func share(line: Int, column: Int, shade: Int) -> Int {
        let whole = Duration(nanoseconds: slice.nanoseconds * Int64(lines[line].rows.count))
        return Int(Cores.average(held[(line * columns + column) * shadeCount + shade], over: whole).thousandths)
    }

    private func column(of time: Duration) -> Int { min(columns - 1, Int(time.nanoseconds / slice.nanoseconds)) }

    mutating func addFailure(at time: Duration) { failed[column(of: time)] += 1 }

    mutating func add(_ bar: RunTimeline.Bar) {
        guard !bar.isPaused else { return }
        let first = column(of: bar.from)
        let last = column(of: bar.to)
        for row in bar.rows {
            for column in first...max(first, last) {
                let from = max(bar.from.nanoseconds, Int64(column) * slice.nanoseconds)
                let to = min(bar.to.nanoseconds, Int64(column + 1) * slice.nanoseconds)
                guard to > from else { continue }
                let index = (lineOfRow[row] * columns + column) * shadeCount + bar.shade
                held[index] += bar.share.time(for: Duration(nanoseconds: to - from))
            }
        }
    }
}

extension Outcome {
    /// Neither a success nor an end that somebody asked for.
    package var isFailure: Bool {
        switch self {
        case .succeeded, .cancelled, .interrupted: false
        default: true
        }
    }
}
