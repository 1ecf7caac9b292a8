import Dialects
import Model
import Service

// Many attempts, drawn as the share of each slice of time that each shade of jobs held.
extension TimelineDrawing {
    func addProfiles(_ slices: TimeSlices, to markup: inout Markup) {
        let inner = laneHeight - gap
        let step = plotWidth / Double(slices.columns)
        for (line, lane) in lanes.enumerated() {
            var stacked = [Int](repeating: 0, count: slices.columns)
            for shade in 0...timeline.otherShade {
                let before = stacked.reduce(0, +)
                let path = profile(
                    (0..<slices.columns).map { column in
                        let base = stacked[column]
                        stacked[column] = min(1000, base + slices.share(line: line, column: column, shade: shade))
                        return (base, stacked[column])
                    }, step: step, top: lane.top, height: inner)
                guard !path.isEmpty else { continue }
                markup.add("<path class=\"s\(shadeName(shade))\" d=\"\(path)\"><title>")
                let share = (stacked.reduce(0, +) - before) / max(1, stacked.count)
                markup.write("\(name(of: lane.rows)): \(name(ofShade: shade)), \(Phrases.percent(share)) of the time")
                markup.add("</title></path>\n")
            }
        }
        addFailureMarks(slices, step: step, to: &markup)
    }

    private func name(of rows: Range<Int>) -> String {
        let cores = rows.compactMap { timeline.rows.place(ofRow: $0)?.core }
        let label = "\(cores.count == 1 ? "core" : "cores") \(Phrases.ranges(cores))"
        guard timeline.rows.places.count > 1, let place = timeline.rows.place(ofRow: rows.lowerBound)?.place else {
            return label
        }
        return "\(place.name), \(label)"
    }

    private func name(ofShade shade: Int) -> String {
        guard shade < timeline.otherShade else { return "other jobs" }
        return history.record(of: timeline.shades[shade])?.job.name ?? "job \(timeline.shades[shade].number)"
    }

    /// One outline for all slices of a shade; equal neighbours are one step of it.
    private func profile(
        _ spans: [(low: Int, high: Int)], step: Double, top: Double, height: Double
    ) -> String {
        var path = ""
        var column = 0
        while column < spans.count {
            let (low, high) = spans[column]
            var last = column
            while last + 1 < spans.count, spans[last + 1] == (low, high) { last += 1 }
            // 4: less than that share is thinner than a hair.
            if high - low > 4 {
                let x = Markup.number(left + step * Double(column))
                let right = Markup.number(left + step * Double(last + 1))
                let upper = Markup.number(top + height * Double(1000 - high) / 1000)
                let lower = Markup.number(top + height * Double(1000 - low) / 1000)
                path += "M\(x) \(lower)V\(upper)H\(right)V\(lower)z"
            }
            column = last + 1
        }
        return path
    }

    private func addFailureMarks(_ slices: TimeSlices, step: Double, to markup: inout Markup) {
        for (column, count) in slices.failed.enumerated() where count > 0 {
            let at = Markup.number(left + step * (Double(column) + 0.5))
            markup.add("<g class=\"fall\"><title>")
            markup.write("\(Wording.count(count, "attempt")) failed here")
            markup.add("</title><path d=\"M\(at) \(Markup.number(bottom))l3.5 6h-7z\"/></g>\n")
        }
    }
}
