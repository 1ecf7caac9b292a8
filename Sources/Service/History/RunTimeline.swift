package import Model

/// Who held which core when, ready to be drawn: single attempts as long as a picture can show them, shares of time
/// slices beyond that.
///
/// It is built in a second reading of the record, since the length of the run and its largest jobs must be known.
package struct RunTimeline: Sendable {
    package let rows: CoreRows
    /// Time worked; the picture's width.
    package let elapsed: Duration
    /// The jobs with a colour of their own, the one that held most core time first; all others share one.
    package let shades: [JobIdentifier]
    /// Where an interrupted run was resumed, and how long nothing ran.
    package let gaps: [Gap]
    package private(set) var content: Content
    private var history = History()
    private let shadeOf: [JobIdentifier: Int]

    package struct Gap: Sendable, Hashable {
        package var at: Duration
        package var length: Duration
    }

    package enum Content: Sendable {
        /// In the order they ended.
        case bars([Bar])
        case slices(TimeSlices)
    }

    /// One attempt on neighbouring cores of one node.
    package struct Bar: Sendable, Hashable {
        package var task: TaskIdentifier
        package var attempt: AttemptIdentifier
        /// None while it runs.
        package var outcome: Outcome?
        package var from: Duration
        package var to: Duration
        package var rows: Range<Int>
        /// How much of each of its cores.
        package var share: Cores
        package var shade: Int

        package init(
            task: TaskIdentifier, attempt: AttemptIdentifier, outcome: Outcome? = nil, from: Duration, to: Duration,
            rows: Range<Int>, share: Cores, shade: Int
        ) {
            self.task = task
            self.attempt = attempt
            self.outcome = outcome
            self.from = from
            self.to = to
            self.rows = rows
            self.share = share
            self.shade = shade
        }
    }

    // 6: more colours are not told apart, least by those who see fewer.
    package static let shadeLimit = 6
    // 4,000: about 1 MB of drawing, and still quick to open on a phone.
    package static let barLimit = 4000

    package init(of summary: RunSummary) {
        let history = summary.history
        rows = CoreRows(nodes: history.nodes.map(\.node))
        elapsed = max(summary.elapsed, Duration(nanoseconds: 1))
        let byTime = history.jobs.filter { $0.held > .zero || $0.counts.inMotion > 0 }.sorted {
            $0.held == $1.held ? $0.identifier < $1.identifier : $0.held > $1.held
        }
        shades = byTime.prefix(Self.shadeLimit).map(\.identifier)
        shadeOf = Dictionary(uniqueKeysWithValues: shades.enumerated().map { ($0.element, $0.offset) })
        let spans = history.sessions.spans
        gaps = zip(spans, spans.dropFirst()).map { earlier, later in
            Gap(
                at: history.sessions.elapsed(until: later.openedAt), length: later.openedAt - earlier.lastAt)
        }
        let measured = history.jobs.reduce(0) { $0 + $1.measured }
        if measured <= Self.barLimit {
            content = .bars([])
        } else {
            content = .slices(TimeSlices(rows: rows, elapsed: elapsed, shadeCount: shades.count + 1))
        }
    }

    /// The shade of what has none of its own.
    package var otherShade: Int { shades.count }

    package mutating func take(_ fact: Fact) {
        var ended: [EndedAttempt] = []
        history.take(fact) { ended.append($0) }
        for attempt in ended {
            guard let startedAt = attempt.end.startedAt else { continue }
            add(
                attempt.task, attempt.end.attempt, attempt.placement, from: startedAt, to: attempt.end.endedAt,
                attempt.end.outcome)
        }
    }

    /// Adds what still runs, up to the last moment the record knows.
    package mutating func finish() {
        for member in history.open.members() {
            guard let startedAt = member.startedAt else { continue }
            add(
                member.task, member.attempt, member.placement, from: startedAt, to: history.sessions.last, nil)
        }
    }

    private mutating func add(
        _ task: TaskIdentifier, _ attempt: AttemptIdentifier, _ placement: Placement, from: Instant, to: Instant,
        _ outcome: Outcome?
    ) {
        let start = min(history.sessions.elapsed(until: from), elapsed)
        let end = min(history.sessions.elapsed(until: to), elapsed)
        let shade = shadeOf[task.job] ?? otherShade
        var bars: [Bar] = []
        for part in placement.parts {
            for core in part.cores {
                guard let row = rows.row(of: core.position, on: part.node) else { continue }
                if let last = bars.last, last.rows.upperBound == row, last.share == core.share, core.share == .one {
                    bars[bars.count - 1].rows = last.rows.lowerBound..<(row + 1)
                } else {
                    bars.append(
                        Bar(
                            task: task, attempt: attempt, outcome: outcome, from: start, to: end,
                            rows: row..<(row + 1), share: core.share, shade: shade))
                }
            }
        }
        switch content {
        case .bars(var all):
            content = .bars([])
            all.append(contentsOf: bars)
            content = .bars(all)
        case .slices(var slices):
            content = .bars([])
            for bar in bars { slices.add(bar) }
            content = .slices(slices)
        }
    }
}
