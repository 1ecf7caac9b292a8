internal import Dialects
internal import Model
internal import Rehearsal

extension RehearsalPage {
    /// One page that needs nothing beside itself: the figures, and the policies' timelines on one axis of time.
    var html: String {
        var markup = Markup()
        let style = ReportStyle.colours + ReportStyle.picture + CourseDrawing.style + ReportStyle.page
        markup.beginPage("A rehearsal of \(workload.name)", style: style)
        markup.add("<header>\n")
        markup.element("h1", "", "Policies side by side")
        markup.element("p", "class=\"about\"", headline)
        markup.add("</header>\n")
        addFigures(to: &markup)
        addTimelines(to: &markup)
        markup.endPage("Written by rota rehearse. Times are virtual: nothing was run.")
        return markup.text
    }

    private func addFigures(to markup: inout Markup) {
        markup.add("<section>\n<div class=\"wide\"><table>\n<thead><tr><th>Policy</th>")
        for figure in Self.figures { markup.element("th", "class=\"n\"", figure.title) }
        markup.add("<th class=\"n\">Pauses</th></tr></thead>\n<tbody>\n")
        for one in rehearsed {
            markup.add("<tr>")
            markup.element("th", "", one.name)
            for figure in Self.figures { markup.element("td", "class=\"n\"", figure.text(of: one.score)) }
            markup.element("td", "class=\"n\"", Wording.count(one.score.pauses))
            markup.add("</tr>\n")
        }
        markup.add("</tbody></table></div>\n</section>\n")
    }

    private func addTimelines(to markup: inout Markup) {
        let courses = rehearsed.compactMap { one in one.course.map { (name: one.name, course: $0) } }
        guard let first = courses.first else { return }
        let shades = CourseShades(of: first.course)
        let length = courses.map { $0.course.end - $0.course.begin }.max()
        if !shades.isByJob { addLegend(shades, to: &markup) }
        for (name, course) in courses {
            markup.add("<section>\n")
            markup.element("h2", "", name)
            markup.add("\n<figure class=\"wide\">\n")
            markup.add(
                CourseDrawing(course, shades: shades, title: name, length: length, isStandalone: false).render())
            markup.add("</figure>\n</section>\n")
        }
    }

    private func addLegend(_ shades: CourseShades, to markup: inout Markup) {
        markup.add("<ul class=\"legend\">\n")
        for (shade, name) in (shades.names + ["others"]).enumerated() {
            let style = CourseShades.style(name == "others" ? CourseShades.count : shade)
            let size = "width=\"11\" height=\"11\""
            markup.add("<li><svg \(size)><rect class=\"\(style)\" \(size) rx=\"3\"/></svg>")
            markup.write(name)
            markup.add("</li>\n")
        }
        markup.add("</ul>\n")
    }
}
