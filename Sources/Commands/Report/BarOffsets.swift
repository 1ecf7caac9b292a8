import Model
import Service

/// Where within its core's line a bar begins, in thousandths: tasks that share a core lie side by side.
///
/// - Order: the first that starts gets the lowest free place; that is stable whatever order they ended in.
struct BarOffsets {
    private var offsets: [Int: Int] = [:]

    init(_ bars: [RunTimeline.Bar]) {
        let partial = bars.indices.filter { bars[$0].share < .one }.sorted {
            (bars[$0].from, bars[$0].attempt) < (bars[$1].from, bars[$1].attempt)
        }
        var active: [Int: [Int]] = [:]
        for index in partial {
            let bar = bars[index]
            let row = bar.rows.lowerBound
            var others = active[row, default: []].filter { bars[$0].to > bar.from }
            others.sort { self[$0] < self[$1] }
            var offset = 0
            let height = Int(bar.share.thousandths)
            for other in others where self[other] < offset + height {
                offset = max(offset, self[other] + Int(bars[other].share.thousandths))
            }
            offsets[index] = min(offset, max(0, 1000 - height))
            active[row] = others + [index]
        }
    }

    subscript(index: Int) -> Int { offsets[index] ?? 0 }
}
