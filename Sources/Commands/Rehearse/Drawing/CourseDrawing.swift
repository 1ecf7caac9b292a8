internal import Dialects
package import Model
package import Rehearsal

/// A rehearsal as SVG: who ran on which core when, or how many cores each kind of job had, and who waited below.
///
/// - Unit: user units, one CSS pixel where the picture is shown at its own size.
package struct CourseDrawing {
    let course: Course
    let shades: CourseShades
    let title: String
    /// Of the time axis; several pictures side by side have the same.
    let length: Duration
    /// A picture of its own brings its colours and its background; one within a page uses the page's.
    let isStandalone: Bool

    let width = 1000.0
    let left = 84.0
    let right = 16.0
    let top: Double
    let coresHeight: Double
    let waitingHeight = 44.0
    /// Whether each core has a line.
    let isExact: Bool
    let cores: Int

    // 96 lines are a screen; 3,000 rectangles are a picture of half a megabyte.
    private static let mostLines = 96
    private static let mostRectangles = 3000

    package init(_ course: Course, title: String, length: Duration? = nil, isStandalone: Bool = true) {
        self.init(course, shades: CourseShades(of: course), title: title, length: length, isStandalone: isStandalone)
    }

    init(_ course: Course, shades: CourseShades, title: String, length: Duration? = nil, isStandalone: Bool) {
        self.course = course
        self.shades = shades
        self.title = title
        self.length = max(length ?? course.end - course.begin, Duration(nanoseconds: 1))
        self.isStandalone = isStandalone
        cores = course.nodes.reduce(0) { $0 + $1.cores.count }
        let rectangles = course.stretches.count + course.pauses.count
        isExact = cores <= Self.mostLines && rectangles <= Self.mostRectangles
        let line = cores <= 8 ? 26.0 : cores <= 24 ? 16 : 6
        coresHeight = isExact ? line * Double(max(1, cores)) : 180
        top = isStandalone ? 44 : 8
    }

    var bottom: Double { top + coresHeight }
    var waitingTop: Double { bottom + 14 }
    var axisTop: Double { waitingTop + waitingHeight }
    private var height: Double { axisTop + 30 }
    var plotWidth: Double { width - left - right }

    func x(_ moment: Instant) -> Double {
        left + plotWidth * Double((moment - course.begin).nanoseconds) / Double(length.nanoseconds)
    }

    package func render() -> String {
        var markup = Markup()
        let size = "viewBox=\"0 0 \(Markup.number(width)) \(Markup.number(height))\""
        markup.add("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"timeline\" \(size) role=\"img\">\n")
        markup.element("title", "", "\(title): \(summary)")
        markup.add("\n")
        if isStandalone { addFrame(to: &markup) }
        addGround(to: &markup)
        if isExact { addRectangles(to: &markup) } else { addAreas(to: &markup) }
        addWaiting(to: &markup)
        addAxis(to: &markup)
        markup.add("</svg>\n")
        return markup.text
    }

    /// What a reader who can't see the picture is told instead.
    private var summary: String {
        """
        \(Wording.count(course.jobs.count, "job")) on \(Wording.count(cores, "core")), done after \
        \(course.end - course.begin); at most \(Wording.count(mostWaiting)) waited at once
        """
    }

    var mostWaiting: Int { course.waiting.map(\.count).max() ?? 0 }
}

// The parts of the picture, from the back to the front.
extension CourseDrawing {
    static let style = """
        .waiting{fill:var(--soft);fill-opacity:.4}.timeline text.title{font-size:14px;font-weight:600;fill:var(--ink)}
        \(ReportStyle.rest)
        """

    private func addFrame(to markup: inout Markup) {
        markup.add("<style>\(ReportStyle.colours)\(ReportStyle.picture)\(Self.style)</style>\n")
        markup.add("<rect class=\"page\" width=\"100%\" height=\"100%\" rx=\"10\"/>\n")
        markup.element("text", "class=\"title\" x=\"\(Markup.number(left))\" y=\"27\"", title)
        markup.add("\n")
    }

    private func addGround(to markup: inout Markup) {
        func lane(_ top: Double, _ height: Double, _ label: String) {
            markup.add(
                """
                <rect class="lane" x="\(Markup.number(left))" y="\(Markup.number(top))" \
                width="\(Markup.number(plotWidth))" height="\(Markup.number(height))"/>
                """)
            let place = "x=\"\(Markup.number(left - 10))\" y=\"\(Markup.number(top + min(height / 2, 40) + 4))\""
            markup.element("text", "class=\"core\" \(place)", label)
        }
        var line = 0
        for node in course.nodes {
            let height = lineHeight * Double(node.cores.count)
            let name = course.nodes.count > 1 ? node.name : Wording.count(node.cores.count, "core")
            if isExact { lane(top + lineHeight * Double(line), height - 2, name) }
            line += node.cores.count
        }
        if !isExact { lane(top, coresHeight, Wording.count(cores, "core")) }
        lane(waitingTop, waitingHeight, "waiting ≤ \(Wording.count(mostWaiting))")
        markup.add("\n")
    }

    var lineHeight: Double { coresHeight / Double(max(1, cores)) }

    private func addAxis(to markup: inout Markup) {
        for mark in TimeAxis(elapsed: length, most: 8).marks {
            let place = x(course.begin + mark)
            let at = Markup.number(place)
            markup.add("<path class=\"tick\" d=\"M\(at) \(Markup.number(top))V\(Markup.number(axisTop + 4))\"/>")
            let anchor = mark == .zero ? "start" : place > width - 60 ? "end" : "middle"
            markup.element(
                "text", "class=\"time\" text-anchor=\"\(anchor)\" x=\"\(at)\" y=\"\(Markup.number(axisTop + 18))\"",
                mark == .zero ? "0" : mark.description)
        }
        markup.add("\n")
    }

    private func addWaiting(to markup: inout Markup) {
        let scale = waitingHeight / Double(max(1, mostWaiting))
        func height(_ count: Int) -> String { Markup.number(axisTop - Double(max(0, count)) * scale) }
        var path = "M\(Markup.number(left)) \(Markup.number(axisTop))"
        var last = left
        var most = 0
        for (position, step) in course.waiting.enumerated() {
            let place = x(step.at)
            most = max(most, step.count)
            // Two units: steps that are closer could not be told apart, and the highest of them stands for all.
            let isLast = position == course.waiting.count - 1
            guard place - last >= 2 || position == 0 || isLast || course.waiting.count < 400 else { continue }
            path += "H\(Markup.number(place))V\(height(isLast ? step.count : most))"
            last = place
            most = step.count
        }
        path += "H\(Markup.number(x(course.end)))V\(Markup.number(axisTop))Z"
        markup.add("<path class=\"waiting\" d=\"\(path)\"/>\n")
    }
}
