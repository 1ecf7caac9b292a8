/// Rows and columns that fit a terminal: what matters least is shortened first, then left out.
package struct Table: Sendable, Hashable {
    package var columns: [Column]
    /// Each as long as `columns`.
    package var rows: [[Cell]] = []

    package struct Column: Sendable, Hashable {
        package var title: String
        package var alignment: Alignment
        /// How far it may be shortened; none: never shortened.
        package var minimum: Int?
        package var cut: ShownText.Cut
        /// Columns with larger numbers are left out first when shortening is not enough; 0 stays.
        package var dispensability: Int

        package init(
            _ title: String, _ alignment: Alignment = .left, minimum: Int? = nil, cut: ShownText.Cut = .end,
            dispensability: Int = 0
        ) {
            self.title = title
            self.alignment = alignment
            self.minimum = minimum
            self.cut = cut
            self.dispensability = dispensability
        }
    }

    package enum Alignment: Sendable, Hashable { case left, right }

    package struct Cell: Sendable, Hashable, ExpressibleByStringLiteral {
        package var text: String
        package var tone: Tone

        package init(_ text: String, _ tone: Tone = .plain) {
            self.text = ShownText.harmless(text)
            self.tone = tone
        }

        package init(stringLiteral text: String) { self.init(text) }
    }

    package init(columns: [Column]) { self.columns = columns }

    package mutating func append(_ row: [Cell]) {
        precondition(row.count == columns.count, "a row has a cell for each column")
        rows.append(row)
    }

    /// The title line and a line for each row, without trailing spaces; columns without a title and text vanish.
    ///
    /// - Cost: O(cells); the widths are measured once.
    package func lines(for traits: TerminalTraits) -> [String] {
        let natural = columns.indices.map { column in
            rows.reduce(DisplayWidth.of(columns[column].title)) { max($0, DisplayWidth.of($1[column].text)) }
        }
        let widths = fitted(natural, into: traits.width)
        let shown = columns.indices.filter { widths[$0] > 0 }
        let title = columns.map { Cell($0.title, .faint) }
        let hasTitles = columns.contains { !$0.title.isEmpty }
        return ((hasTitles ? [title] : []) + rows).map { row in line(row, shown, widths, traits) }
    }

    private func line(_ row: [Cell], _ shown: [Int], _ widths: [Int], _ traits: TerminalTraits) -> String {
        var line = ""
        for column in shown {
            let text = ShownText.fitted(
                row[column].text, to: widths[column], cut: columns[column].cut, isUnicode: traits.isUnicode)
            let padding = String(repeating: " ", count: widths[column] - DisplayWidth.of(text))
            let painted = row[column].tone.painted(text, colours: traits.hasColours)
            line += column == shown.first ? "" : Self.gap
            switch columns[column].alignment {
            case .left: line += column == shown.last ? painted : painted + padding
            case .right: line += padding + painted
            }
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    private static let gap = "  "

    /// The widths that fit; 0 for a column left out.
    private func fitted(_ natural: [Int], into width: Int?) -> [Int] {
        guard let width else { return natural }
        var widths = natural
        while excess(widths, over: width) > 0 {
            shorten(&widths, into: width)
            guard excess(widths, over: width) > 0 else { break }
            let candidates = columns.indices.filter { widths[$0] > 0 && columns[$0].dispensability > 0 }
            guard let leastNeeded = candidates.max(by: { columns[$0].dispensability < columns[$1].dispensability })
            else { break }
            // What was shortened in vain grows back into the room of the column that goes.
            for column in columns.indices where widths[column] > 0 { widths[column] = natural[column] }
            widths[leastNeeded] = 0
        }
        return widths
    }

    /// Takes columns away from the broadest one that may shrink, until all fit or none may shrink further.
    private func shorten(_ widths: inout [Int], into width: Int) {
        while excess(widths, over: width) > 0 {
            let shrinkable = columns.indices.filter { column in
                columns[column].minimum.map { widths[column] > $0 } ?? false
            }
            guard let broadest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { return }
            let second = shrinkable.filter { $0 != broadest }.map { widths[$0] }.max() ?? 0
            let floor = max(columns[broadest].minimum ?? 0, second < widths[broadest] ? second : 0)
            let step = min(excess(widths, over: width), max(1, widths[broadest] - floor))
            widths[broadest] = max(columns[broadest].minimum ?? 0, widths[broadest] - step)
        }
    }

    private func excess(_ widths: [Int], over width: Int) -> Int {
        let shown = widths.filter { $0 > 0 }
        return shown.reduce(0, +) + max(0, shown.count - 1) * Self.gap.count - width
    }
}
