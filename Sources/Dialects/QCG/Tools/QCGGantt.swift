import Model

/// A picture of which task ran when on which core, or of what lay idle between, in SVG.
package struct QCGGantt: Sendable {
    let account: QCGRunAccount

    package init(_ account: QCGRunAccount) { self.account = account }

    // Pixels of the drawing area, of the names beside it, and of a core's row.
    private static let width = 1000
    private static let left = 120
    private static let row = 18
    private static let top = 24
    /// Told apart by colour-blind readers too (Okabe and Ito 2008).
    private static let colours = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442"]

    /// Refuses a file of another kind than this draws.
    package static func check(file: String) throws(ReadingProblem) {
        guard file.hasSuffix(".svg") else {
            throw ReadingProblem(
                "is \"\(Abridged.text(file))\"; pictures are drawn as SVG", "Give a name that ends in .svg.")
        }
    }

    private struct Bar {
        var row: Int
        var start: Instant
        var end: Instant
        var colour: String
        var words: String
    }

    /// `gantt`: a bar for each task on each of its cores.
    package var jobs: String {
        draw { rows in
            account.run.enumerated().flatMap { position, task in
                QCGRunAccount.places(of: task).compactMap { place in
                    guard let own = task.span, let row = rows[place] else { return nil }
                    return Bar(
                        row: row, start: own.start, end: own.end, colour: Self.colours[position % Self.colours.count],
                        words: "\(task.name) (\(task.state.rawValue)), \(QCGFigures.seconds(own.length, 4)) s")
                }
            }
        }
    }

    /// `gantt-gaps`: a bar for each time in which a task's cores stood ready and it had not started yet.
    package var gaps: String {
        draw { rows in
            account.readiness().flatMap { task, ready in
                QCGRunAccount.places(of: task).compactMap { place in
                    guard let own = task.span, own.start > ready, let row = rows[place] else { return nil }
                    return Bar(
                        row: row, start: ready, end: own.start, colour: Self.colours[5],
                        words: "before \(task.name), \(QCGFigures.seconds(own.start - ready, 4)) s")
                }
            }
        }
    }

    private func draw(_ bars: ([QCGRunAccount.Place: Int]) -> [Bar]) -> String {
        let places = Set(account.run.flatMap(QCGRunAccount.places)).sorted()
        let rows = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
        let height = Self.top + places.count * Self.row + 8
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Self.left + Self.width + 10)\" height=\"\(height)\" "
                + "font-family=\"sans-serif\" font-size=\"11\">"
        ]
        for (row, place) in places.enumerated() {
            let y = Self.top + row * Self.row
            lines.append("<text x=\"4\" y=\"\(y + 12)\">\(Self.escaped(place.node)):\(place.core)</text>")
        }
        if let span = account.span {
            lines.append(
                "<text x=\"\(Self.left)\" y=\"14\">\(QCGFigures.date(span.start)), "
                    + "\(QCGFigures.seconds(span.length, 2)) s</text>")
            for bar in bars(rows) { lines.append(Self.text(of: bar, in: span)) }
        }
        return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
    }

    private static func text(of bar: Bar, in span: QCGReportedTask.Span) -> String {
        let whole = span.length == .zero ? 1 : QCGFigures.seconds(span.length)
        func x(_ instant: Instant) -> Double {
            Double(left) + Double(width) * QCGFigures.seconds(instant - span.start) / whole
        }
        // Half a pixel at least, so that nothing that happened is invisible.
        let length = max(0.5, x(bar.end) - x(bar.start))
        return "<rect x=\"\(QCGFigures.fixed(x(bar.start), 2))\" y=\"\(top + bar.row * row + 1)\" "
            + "width=\"\(QCGFigures.fixed(length, 2))\" height=\"\(row - 2)\" fill=\"\(bar.colour)\">"
            + "<title>\(escaped(bar.words))</title></rect>"
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, letter in
            switch letter {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(letter)
            }
        }
    }
}
