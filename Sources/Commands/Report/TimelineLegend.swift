import Dialects
import Model
import Service

/// What the colours of a timeline mean.
struct TimelineLegend {
    struct Entry {
        var name: String
        var style: String
        var isFailure = false
    }

    let entries: [Entry]

    init(_ timeline: RunTimeline, _ history: History) {
        var entries = timeline.shades.enumerated().map { shade, job in
            Entry(name: history.record(of: job)?.job.name ?? "job \(job.number)", style: "s\(shade)")
        }
        let others = history.jobs.count { $0.measured > 0 } - timeline.shades.count
        if others > 0 { entries.append(Entry(name: Wording.count(others, "other job"), style: "so")) }
        if history.counts[.failed] > 0 || history.jobs.contains(where: { $0.lost > 0 }) {
            let name: String
            switch timeline.content {
            case .bars: name = "failed or lost"
            case .slices: name = "failed or lost (▲ below)"
            }
            entries.append(Entry(name: name, style: "so", isFailure: true))
        }
        if case .bars(let bars) = timeline.content, bars.contains(where: \.isPaused) {
            entries.append(Entry(name: "paused", style: "rest so"))
        }
        self.entries = entries
    }
}
