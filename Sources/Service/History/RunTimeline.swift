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
    /// What attempts that run held before their last change; none of those that never changed.
    private var former: [AttemptIdentifier: [Former]] = [:]
    private let shadeOf: [JobIdentifier: Int]

    package struct Gap: Sendable, Hashable {
        package var at: Duration
        package var length: Duration
    }

    /// What an attempt held until then.
    private struct Former: Sendable {
        var placement: Placement
        var isPaused: Bool
        var until: Instant
    }

    package enum Content: Sendable {
        /// In the order they ended.
        case bars([Bar])
        case slices(TimeSlices)
    }

    /// One attempt on neighbouring cores of one node, from one change of its place to the next.
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
        /// Whether it stood still; then these are the cores it had before.
        package var isPaused = false
        /// Whether the attempt had another place after this, or was paused, or went on.
        package var goesOn = false

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
    // 4,000: about 1 MB of drawing, and still quick to open on a phone. Each place that an attempt had counts.
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
        let before = changing(fact).flatMap { history.open.member($0) }
        history.take(fact) { ended.append($0) }
        if let before { note(before) }
        for attempt in ended {
            let earlier = former.removeValue(forKey: attempt.end.attempt) ?? []
            guard let startedAt = attempt.end.startedAt else { continue }
            add(
                Held(
                    task: attempt.task, attempt: attempt.end.attempt, outcome: attempt.end.outcome,
                    placement: attempt.placement, isPaused: attempt.changes?.pausedAt != nil, former: earlier),
                from: startedAt, to: attempt.end.endedAt)
        }
    }

    private func changing(_ fact: Fact) -> AttemptIdentifier? {
        if case .attemptAdjusted(let attempt, _, _) = fact { attempt } else { nil }
    }

    /// Keeps what an attempt held before it was changed, if it was.
    private mutating func note(_ before: OpenAttempts.Member) {
        guard let after = history.open.member(before.attempt), let changedAt = after.changes?.changedAt,
            (after.placement, after.pausedAt == nil) != (before.placement, before.pausedAt == nil)
        else { return }
        former[before.attempt, default: []].append(
            Former(placement: before.placement, isPaused: before.pausedAt != nil, until: changedAt))
    }

    /// Adds what still runs, up to the last moment the record knows.
    package mutating func finish() {
        for member in history.open.members() {
            guard let startedAt = member.startedAt else { continue }
            add(
                Held(
                    task: member.task, attempt: member.attempt, outcome: nil, placement: member.placement,
                    isPaused: member.pausedAt != nil, former: former[member.attempt] ?? []),
                from: startedAt, to: history.sessions.last)
        }
    }

    /// An attempt with the places it had.
    private struct Held {
        var task: TaskIdentifier
        var attempt: AttemptIdentifier
        var outcome: Outcome?
        var placement: Placement
        var isPaused: Bool
        var former: [Former]
    }

    private mutating func add(_ held: Held, from: Instant, to: Instant) {
        var from = from
        for place in held.former {
            add(held, place.placement, from: from, to: place.until, isPaused: place.isPaused, goesOn: true)
            from = max(from, place.until)
        }
        add(held, held.placement, from: from, to: to, isPaused: held.isPaused, goesOn: false)
        guard case .slices(var slices) = content, held.outcome?.isFailure ?? false else { return }
        content = .bars([])
        slices.addFailure(at: min(history.sessions.elapsed(until: to), elapsed))
        content = .slices(slices)
    }

    private mutating func add(
        _ held: Held, _ placement: Placement, from: Instant, to: Instant, isPaused: Bool, goesOn: Bool
    ) {
        let start = min(history.sessions.elapsed(until: from), elapsed)
        let end = min(history.sessions.elapsed(until: to), elapsed)
        let shade = shadeOf[held.task.job] ?? otherShade
        var bars: [Bar] = []
        for part in placement.parts {
            for core in part.cores {
                guard let row = rows.row(of: core.position, on: part.node) else { continue }
                if let last = bars.last, last.rows.upperBound == row, last.share == core.share, core.share == .one {
                    bars[bars.count - 1].rows = last.rows.lowerBound..<(row + 1)
                } else {
                    var bar = Bar(
                        task: held.task, attempt: held.attempt, outcome: held.outcome, from: start, to: end,
                        rows: row..<(row + 1), share: core.share, shade: shade)
                    bar.isPaused = isPaused
                    bar.goesOn = goesOn
                    bars.append(bar)
                }
            }
        }
        switch content {
        case .bars(var all):
            content = .bars([])
            all.append(contentsOf: bars)
            content = all.count <= Self.barLimit ? .bars(all) : .slices(slices(of: all))
        case .slices(var slices):
            content = .bars([])
            for bar in bars { slices.add(bar) }
            content = .slices(slices)
        }
    }

    /// For a run whose attempts changed so often that it has more bars than attempts.
    private func slices(of bars: [Bar]) -> TimeSlices {
        var slices = TimeSlices(rows: rows, elapsed: elapsed, shadeCount: shades.count + 1)
        var failed: Set<AttemptIdentifier> = []
        for bar in bars {
            slices.add(bar)
            guard !bar.goesOn, bar.outcome?.isFailure ?? false, failed.insert(bar.attempt).inserted else { continue }
            slices.addFailure(at: bar.to)
        }
        return slices
    }
}
