package import Dialects
package import Model
package import Service
internal import Watch

/// Views of one run, from its record.
package final class RecordSource: ViewSource {
    package let record: RunRecord
    private let now: Instant
    private var read: RunViews?
    private var choices: [TaskSelector: Choice] = [:]

    // 8: what the screen shows of them; each is a walk over the processes' folders.
    private static let usageLimit = 8

    package init(_ record: RunRecord, at now: Instant) {
        self.record = record
        self.now = now
    }

    /// Read once, when it is first asked for.
    func views() throws -> RunViews {
        if let read { return read }
        let views = try record.views(at: now)
        read = views
        return views
    }

    package func statistics(of scope: JobScope) throws -> StatisticsView {
        let views = try views()
        var statistics = try views.statistics(of: scope)
        guard record.isGoing, let token = views.history.run?.token else { return statistics }
        let usage = AttemptUsage(token: token)
        for position in statistics.running.indices.prefix(Self.usageLimit) {
            let running = statistics.running[position]
            guard let use = usage.usage(of: AttemptIdentifier(running.attempt)) else { continue }
            statistics.running[position].use = RunningView.Use(
                cores: .average(use.processorTime, over: running.runTime(until: now)), memory: use.resident)
        }
        return statistics
    }

    package func jobs(_ filter: JobFilter, after: Int?, limit: Int) throws -> ViewPage<JobView> {
        try views().jobs(filter, after: after, limit: limit)
    }

    package func jobNames() throws -> [String] { try record.outline().history.present.map(\.job.name) }
    package func job(named name: String) throws -> JobView { try views().job(named: name) }

    package func subject(of selector: TaskSelector) throws -> ViewSubject {
        let choice = try choice(selector)
        if let iterations = choice.iterations { return .tasks(count: iterations.count) }
        return .job(try views().view(of: choice.record))
    }

    package func tasks(
        _ selector: TaskSelector, in state: TaskState?, after: Int?, limit: Int
    ) throws -> ViewPage<TaskView> {
        let choice = try choice(selector)
        if state == nil, after == nil, let iterations = choice.iterations, iterations.count <= limit {
            let told = try record.attempts(of: choice.record, iterations: iterations)
            return ViewPage(RunViews.tasks(iterations, of: choice.record, told), total: iterations.count)
        }
        return try views().tasks(of: choice, in: state, after: after, limit: limit)
    }

    /// What it means, without reading more of the record than that needs.
    private func choice(_ selector: TaskSelector) throws -> Choice {
        if let known = choices[selector] { return known }
        let choice = try read.map { try Choice(selector, in: $0.history) } ?? Choice.read(selector, of: record).choice
        choices[selector] = choice
        return choice
    }

    package func explanations(
        _ selector: TaskSelector, in state: TaskState?, under policy: String?
    ) throws -> ViewPage<ExplanationView> {
        let views = try views()
        let choice = try Choice(selector, in: views.history)
        var page = try views.explanations(of: choice, in: state)
        try record.addStarts(to: &page, of: choice.record.identifier, under: policy, at: now)
        return page
    }

    package func forecast(_ selector: TaskSelector?, under policy: String?) throws -> ForecastView {
        try record.forecast(selector, under: policy, at: now)
    }

    package func nodes() throws -> [NodeView] { try views().nodes() }
}
