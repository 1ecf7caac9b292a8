import Dialects
import Model
import Service

/// The timeline as SVG: a line for each core, a rectangle for each attempt, or a profile of shares for many of them.
///
/// - Unit: user units, one CSS pixel where the picture is shown at its own size.
struct TimelineDrawing {
    let timeline: RunTimeline
    let history: History
    /// A picture of its own brings its colours, its background and its legend; one within a page uses the page's.
    let isStandalone: Bool

    let width = 1000.0
    let right = 16.0
    let placeHeight = 22.0
    let axisHeight = 34.0

    /// Lines to draw, with the place they belong to and their top.
    struct Lane {
        var rows: Range<Int>
        var top: Double
        var label: String
    }

    var lanes: [Lane] = []
    var headings: [(name: String, baseline: Double)] = []
    var laneHeight = 24.0
    var bottom = 0.0
    var left = 16.0

    init(_ timeline: RunTimeline, _ history: History, isStandalone: Bool) {
        self.timeline = timeline
        self.history = history
        self.isStandalone = isStandalone
        arrange()
    }

    private mutating func arrange() {
        let rows = lineRows()
        laneHeight = rows.count <= 16 ? 26 : rows.count <= 40 ? 18 : rows.count <= 128 ? 11 : 4
        let hasHeadings = timeline.rows.places.count > 1
        var top = isStandalone ? 62.0 : 6.0
        var lastPlace = -1
        // 9: below it, numbers would stand on each other.
        let labelEvery = max(1, Int((12 / laneHeight).rounded(.up)))
        var sincePlace = 0
        var longest = 0
        for range in rows {
            guard let (place, core) = timeline.rows.place(ofRow: range.lowerBound) else { continue }
            if place.firstRow != lastPlace {
                lastPlace = place.firstRow
                sincePlace = 0
                if hasHeadings {
                    top += placeHeight
                    headings.append((place.name, top - 7))
                }
            }
            let last = timeline.rows.place(ofRow: range.upperBound - 1)?.core ?? core
            let label = range.count == 1 ? "core \(core)" : "cores \(core)–\(last)"
            longest = max(longest, label.count)
            lanes.append(Lane(rows: range, top: top, label: sincePlace % labelEvery == 0 ? label : ""))
            sincePlace += 1
            top += laneHeight
        }
        left = Double(longest) * 6.4 + 26
        bottom = top
    }

    private func lineRows() -> [Range<Int>] {
        switch timeline.content {
        case .bars: (0..<timeline.rows.count).map { $0..<($0 + 1) }
        case .slices(let slices): slices.lines.map(\.rows)
        }
    }

    var height: Double { bottom + axisHeight }
    var plotWidth: Double { width - left - right }

    func x(_ time: Duration) -> Double {
        left + plotWidth * Double(time.nanoseconds) / Double(timeline.elapsed.nanoseconds)
    }

    func render() -> String {
        var markup = Markup()
        let size = "viewBox=\"0 0 \(Markup.number(width)) \(Markup.number(height))\""
        let identity = "role=\"img\" aria-labelledby=\"timeline-title timeline-text\""
        markup.add("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"timeline\" \(size) \(identity)>\n")
        markup.element("title", "id=\"timeline-title\"", "Which job held which core when")
        markup.element("desc", "id=\"timeline-text\"", summary)
        markup.add("\n")
        if isStandalone { addFrame(to: &markup) }
        markup.add(ReportStyle.hatch)
        addGrid(to: &markup)
        switch timeline.content {
        case .bars(let bars): addBars(bars, to: &markup)
        case .slices(let slices): addProfiles(slices, to: &markup)
        }
        addGaps(to: &markup)
        markup.add("</svg>\n")
        return markup.text
    }

    /// What a reader who can't see the picture is told instead.
    private var summary: String {
        let names = timeline.shades.compactMap { history.record(of: $0)?.job.name }
        return """
            \(Wording.count(timeline.rows.count, "core")) over \(timeline.elapsed). Most core time went to \
            \(names.isEmpty ? "no job" : names.joined(separator: ", ")). The tables beside it hold the numbers.
            """
    }
}

// The parts of the picture, from the back to the front.
extension TimelineDrawing {
    private func addFrame(to markup: inout Markup) {
        markup.add("<style>\(ReportStyle.colours)\(ReportStyle.picture)\(ReportStyle.rest)</style>\n")
        markup.add("<rect class=\"page\" width=\"100%\" height=\"100%\" rx=\"10\"/>\n")
        var at = left
        for entry in TimelineLegend(timeline, history).entries {
            let name = entry.name.count > 24 ? entry.name.prefix(23) + "…" : entry.name[...]
            let width = 15 + Double(name.count) * 7 + 22
            guard at + width < self.width else { break }
            let place = "x=\"\(Markup.number(at))\" y=\"22\" width=\"11\" height=\"11\" rx=\"3\""
            markup.add("<rect class=\"\(entry.style)\" \(place)/>")
            if entry.isFailure { markup.add("<rect class=\"x\" \(place)/>") }
            markup.element("text", "class=\"key\" x=\"\(Markup.number(at + 17))\" y=\"32\"", String(name))
            at += width
        }
        markup.add("\n")
    }

    private func addGrid(to markup: inout Markup) {
        for heading in headings {
            markup.element(
                "text", "class=\"place\" x=\"\(Markup.number(left))\" y=\"\(Markup.number(heading.baseline))\"",
                heading.name)
        }
        for lane in lanes {
            let inner = laneHeight - gap
            markup.add(
                """
                <rect class="lane" x="\(Markup.number(left))" y="\(Markup.number(lane.top))" \
                width="\(Markup.number(plotWidth))" height="\(Markup.number(inner))"/>
                """)
            guard !lane.label.isEmpty else { continue }
            let baseline = lane.top + inner / 2 + 4
            markup.element(
                "text",
                "class=\"core\" x=\"\(Markup.number(left - 10))\" y=\"\(Markup.number(baseline))\"", lane.label)
        }
        markup.add("\n")
        guard let top = lanes.first?.top else { return }
        for mark in TimeAxis(elapsed: timeline.elapsed, most: 7).marks {
            let at = Markup.number(x(mark))
            markup.add("<path class=\"tick\" d=\"M\(at) \(Markup.number(top))V\(Markup.number(bottom + 4))\"/>")
            let anchor = mark == .zero ? "start" : x(mark) > width - 60 ? "end" : "middle"
            markup.element(
                "text",
                "class=\"time\" text-anchor=\"\(anchor)\" x=\"\(at)\" y=\"\(Markup.number(bottom + 20))\"",
                mark == .zero ? "0" : mark.description)
        }
        markup.add("\n")
    }

    var gap: Double { laneHeight > 8 ? 3 : 1 }

    func shadeName(_ shade: Int) -> String { shade == timeline.otherShade ? "o" : "\(shade)" }

    private func addGaps(to markup: inout Markup) {
        guard let top = lanes.first?.top else { return }
        for gap in timeline.gaps {
            let at = Markup.number(x(gap.at))
            markup.add("<g class=\"gap\"><title>")
            markup.write("interrupted, and resumed \(gap.length) later")
            markup.add("</title><path d=\"M\(at) \(Markup.number(top - 4))V\(Markup.number(bottom))\"/></g>\n")
        }
    }
}
