internal import Dialects
internal import Model
internal import Rehearsal

extension CourseDrawing {
    /// A rectangle for each attempt, on the lines of its cores; hollow, and before all others, while it was paused.
    func addRectangles(to markup: inout Markup) {
        var firstLines: [NodeIdentifier: Int] = [:]
        var line = 0
        for node in course.nodes {
            firstLines[node.identifier] = line
            line += node.cores.count
        }
        for stretch in course.stretches { add(stretch, isPaused: false, firstLines, to: &markup) }
        for pause in course.pauses { add(pause, isPaused: true, firstLines, to: &markup) }
    }

    private func add(
        _ stretch: PlayedStretch, isPaused: Bool, _ firstLines: [NodeIdentifier: Int], to markup: inout Markup
    ) {
        let job = course.jobs[stretch.task.job.number]
        let name = job.iterations.isIterated ? "\(job.name):\(stretch.task.iteration)" : job.name
        let what = isPaused ? "paused" : Wording.count(stretch.placement.width.touched, "core")
        markup.add("<g><title>")
        markup.write("\(name), \(what), from \(stretch.from - course.begin) to \(stretch.to - course.begin)")
        markup.add("</title>")
        for part in stretch.placement.parts {
            for run in Self.runs(part.cores.map(\.position)) {
                let lines = run.shifted(by: firstLines[part.node] ?? 0)
                if isPaused {
                    addOutline(of: stretch, on: lines, to: &markup)
                } else {
                    add(stretch, on: lines, named: name, to: &markup)
                }
            }
        }
        markup.add("</g>\n")
    }

    /// Neighbouring cores of one attempt are one rectangle.
    private static func runs(_ positions: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for position in positions.sorted() {
            if let last = runs.last, last.upperBound == position {
                runs[runs.count - 1] = last.lowerBound..<position + 1
            } else {
                runs.append(position..<position + 1)
            }
        }
        return runs
    }

    private func add(
        _ stretch: PlayedStretch, on lines: Range<Int>, named name: String, to markup: inout Markup
    ) {
        let shade = shades.shade(of: stretch.task.job)
        let begin = x(stretch.from)
        // Half a unit apart, so that neighbours of one colour are two.
        let width = max(0.5, x(stretch.to) - begin - 0.8)
        let gap = lineHeight > 8 ? 2.0 : 0.6
        let y = top + lineHeight * Double(lines.lowerBound)
        let height = lineHeight * Double(lines.count) - gap
        markup.add(
            """
            <rect class="\(CourseShades.style(shade))" x="\(Markup.number(begin))" y="\(Markup.number(y))" \
            width="\(Markup.number(width))" height="\(Markup.number(height))"\(width > 4 ? " rx=\"2\"" : "")/>
            """)
        // 7: a generous mean width of a letter of 11 units.
        guard height >= 12, Double(name.count) * 7 + 6 < width else { return }
        let place = "x=\"\(Markup.number(begin + 5))\" y=\"\(Markup.number(y + height / 2 + 4))\""
        markup.element("text", "class=\"t\(shade < CourseShades.count ? "\(shade)" : "o")\" \(place)", name)
    }

    /// Within what others may have there meanwhile, so that both are seen.
    private func addOutline(of pause: PlayedStretch, on lines: Range<Int>, to markup: inout Markup) {
        let inset = lineHeight > 8 ? 3.0 : 1
        let width = x(pause.to) - x(pause.from) - 2 * inset
        let height = lineHeight * Double(lines.count) - 2 * inset - (lineHeight > 8 ? 2 : 0.6)
        guard width > 0, height > 0 else { return }
        let corner = (x: x(pause.from) + inset, y: top + lineHeight * Double(lines.lowerBound) + inset)
        markup.add(
            """
            <rect class="rest \(CourseShades.style(shades.shade(of: pause.task.job)))" \
            x="\(Markup.number(corner.x))" y="\(Markup.number(corner.y))" width="\(Markup.number(width))" \
            height="\(Markup.number(height))"/>
            """)
    }

    // 300: three units each, so that the picture stays small however many jobs there are.
    private static let columns = 300

    /// How many cores each shade had on the mean of each moment, upon one another.
    func addAreas(to markup: inout Markup) {
        var areas = Array(
            repeating: [Double](repeating: 0, count: Self.columns), count: CourseShades.count + 1)
        let column = Double(length.nanoseconds) / Double(Self.columns)
        for stretch in course.stretches {
            let shade = shades.shade(of: stretch.task.job)
            let width = Double(stretch.placement.width.thousandths) / 1000
            let from = Double((stretch.from - course.begin).nanoseconds) / column
            let to = Double((stretch.to - course.begin).nanoseconds) / column
            var position = max(0, Int(from))
            while position < Self.columns, Double(position) < to {
                let covered = min(to, Double(position + 1)) - max(from, Double(position))
                areas[shade][position] += width * max(0, covered)
                position += 1
            }
        }
        var below = [Double](repeating: 0, count: Self.columns)
        let scale = coresHeight / Double(max(1, cores))
        let step = plotWidth / Double(Self.columns)
        for (shade, area) in areas.enumerated() where area.contains(where: { $0 > 0 }) {
            let above = zip(below, area).map { $0 + $1 }
            var path = "M\(Markup.number(left)) \(Markup.number(bottom - below[0] * scale))"
            for position in 0..<Self.columns {
                let end = Markup.number(left + step * Double(position + 1))
                path += "V\(Markup.number(bottom - above[position] * scale))H\(end)"
            }
            for position in (0..<Self.columns).reversed() {
                let end = Markup.number(left + step * Double(position))
                path += "V\(Markup.number(bottom - below[position] * scale))H\(end)"
            }
            markup.add("<path class=\"\(CourseShades.style(shade))\" d=\"\(path)Z\"/>\n")
            below = above
        }
    }
}

extension Range<Int> {
    fileprivate func shifted(by distance: Int) -> Range { lowerBound + distance..<upperBound + distance }
}
