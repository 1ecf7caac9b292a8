import Dialects
import Model
import Service

// Few attempts, drawn each for itself, with a dashed frame for as long as they stood still.
extension TimelineDrawing {
    func addBars(_ bars: [RunTimeline.Bar], to markup: inout Markup) {
        let running = bars.filter { !$0.isPaused }
        let offsets = BarOffsets(running)
        for (index, bar) in running.enumerated() {
            guard let (top, whole) = extent(of: bar) else { continue }
            let share = min(1, Double(bar.share.thousandths) / 1000)
            let y = top + (laneHeight - gap) * Double(offsets[index]) / 1000
            // Half a unit apart, so that neighbours of one colour are two.
            let barWidth = max(0.7, x(bar.to) - x(bar.from) - 0.6)
            let place = """
                x="\(Markup.number(x(bar.from)))" y="\(Markup.number(y))" width="\(Markup.number(barWidth))" \
                height="\(Markup.number(whole * share))"\(barWidth > 4 ? " rx=\"2\"" : "")
                """
            markup.add("<g><title>")
            markup.write(title(of: bar))
            markup.add("</title><rect class=\"\(style(of: bar))\" \(place)/>")
            if bar.outcome?.isFailure ?? false { markup.add("<rect class=\"x\" \(place)/>") }
            addLabel(of: bar, width: barWidth, height: whole * share, at: (x(bar.from), y), to: &markup)
            markup.add("</g>\n")
        }
        for bar in bars where bar.isPaused { addOutline(of: bar, to: &markup) }
    }

    /// The top and the height of its lines.
    private func extent(of bar: RunTimeline.Bar) -> (top: Double, height: Double)? {
        guard let first = lanes.first(where: { $0.rows.lowerBound == bar.rows.lowerBound }) else { return nil }
        return (first.top, laneHeight * Double(bar.rows.count) - gap)
    }

    /// Within what others may have there meanwhile, so that both are seen.
    private func addOutline(of bar: RunTimeline.Bar, to markup: inout Markup) {
        guard let (top, height) = extent(of: bar) else { return }
        let inset = laneHeight > 8 ? 3.0 : 0.8
        let width = x(bar.to) - x(bar.from) - 2 * inset
        guard width > 0, height > 2 * inset else { return }
        markup.add("<g><title>")
        markup.write(title(of: bar))
        markup.add(
            """
            </title><rect class="rest s\(shadeName(bar.shade))" x="\(Markup.number(x(bar.from) + inset))" \
            y="\(Markup.number(top + inset))" width="\(Markup.number(width))" \
            height="\(Markup.number(height - 2 * inset))"/></g>\n
            """)
    }

    private func addLabel(
        of bar: RunTimeline.Bar, width: Double, height: Double, at corner: (x: Double, y: Double),
        to markup: inout Markup
    ) {
        let name = Phrases.task(bar.task, in: history)
        // 6.6: a generous mean width of a letter of 11 units.
        guard height >= 13, Double(name.count) * 6.6 + 8 < width else { return }
        let place = "x=\"\(Markup.number(corner.x + 5))\" y=\"\(Markup.number(corner.y + height / 2 + 4))\""
        markup.element("text", "class=\"t\(shadeName(bar.shade))\" \(place)", name)
    }

    private func style(of bar: RunTimeline.Bar) -> String {
        let shade = "s\(shadeName(bar.shade))"
        switch bar.outcome {
        case .none: return shade + " going"
        case .cancelled, .interrupted: return shade + " stopped"
        default: return shade
        }
    }

    private func standing(of bar: RunTimeline.Bar) -> String {
        guard bar.isPaused || bar.goesOn else { return bar.outcome.map(Phrases.outcome) ?? "still running" }
        let now = bar.isPaused ? "paused" : "for a time on so many cores"
        return bar.outcome.map { "\(now); in the end \(Phrases.outcome($0))" } ?? now
    }

    private func title(of bar: RunTimeline.Bar) -> String {
        let cores = bar.rows.compactMap { timeline.rows.place(ofRow: $0)?.core }
        let node = timeline.rows.places.count > 1 ? timeline.rows.place(ofRow: bar.rows.lowerBound)?.place.name : nil
        let share = bar.share == .one ? "" : "\(bar.share) of "
        let place = "\(share)\(cores.count == 1 ? "core" : "cores") \(Phrases.ranges(cores))"
        return """
            \(Phrases.task(bar.task, in: history)): \(standing(of: bar))
            \(bar.to - bar.from), from \(bar.from) to \(bar.to)
            \(node.map { "\($0), " } ?? "")\(place)
            """
    }
}
