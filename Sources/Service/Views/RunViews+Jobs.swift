package import Dialects
package import Model

extension RunViews {
    package func view(of record: JobRecord) -> JobView {
        let job = record.job
        let counts = settledCounts(of: record)
        let state = TaskWords.state(of: counts)
        var view = JobView(
            number: record.identifier.number, name: job.name, state: state, counts: counts,
            submittedAt: record.submittedAt, indices: job.iterations.indices)
        view.isPaused = record.isPaused
        view.priority = job.priority
        view.tags = job.tags
        view.notBefore = job.startAt
        view.command = TemplateText.text(of: job.command.action)
        view.asks = RequestText.text(of: job.request)
        view.iterations = job.iterations.isIterated ? TaskWords.iterations(job.iterations) : nil
        view.after = job.dependencies.map(RequestText.text(of:))
        view.dependencies = job.dependencies.map { Waiting.progress(of: $0, in: history) }
        if state == .waiting || state == .ready {
            (view.waits, view.moment) = Waiting.reason(of: record, in: history, at: now)
        }
        addMeasures(of: record, to: &view)
        return view
    }

    private func addMeasures(of record: JobRecord, to view: inout JobView) {
        view.attempts = record.attempts
        view.retries = record.retries
        view.lost = record.lost
        view.measured = record.measured
        view.mean = record.mean
        view.longest = record.longest
        view.held = record.held
        view.used = record.used
        view.coresHeld = record.coresHeld
        view.coresUsed = record.coresUsed
        view.memoryAsked = record.job.request.memory
        view.peakMemory = record.peakMemory
        view.firstStart = record.firstStart
        view.lastEnd = record.lastEnd
    }

    /// - Throws: when there is no such job.
    package func job(named name: String) throws(Refusal) -> JobView {
        view(of: try Choice(.job(name), in: history).record)
    }

    /// A part of the jobs that the filter means.
    ///
    /// - Parameter after: the number of the last job of the part before.
    package func jobs(_ filter: JobFilter, after: Int? = nil, limit: Int) -> ViewPage<JobView> {
        let meant = filter.isEmpty ? history.present : history.present.filter { isMeant($0, filter) }
        if filter.order == .interest, after == nil {
            let chosen = limit < meant.count ? Self.interesting(meant, limit) : meant
            return ViewPage(chosen.map(view), total: meant.count)
        }
        let rest = meant.drop { $0.identifier.number <= after ?? -1 }
        let shown = rest.prefix(limit)
        let next = shown.count < rest.count ? shown.last?.identifier.number : nil
        return ViewPage(shown.map(view), next: next, total: meant.count)
    }

    /// The names alone, as completion asks for them.
    package var jobNames: [String] { history.present.map(\.job.name) }

    private func isMeant(_ record: JobRecord, _ filter: JobFilter) -> Bool {
        if let name = filter.name, record.job.name != name { return false }
        if let tag = filter.tag, !record.job.tags.contains(tag) { return false }
        guard let state = filter.state else { return true }
        // A job is meant as soon as one of its tasks is in the state.
        return settledCounts(of: record)[state] > 0
    }

    /// Those that move or failed, then those that ended last; in the order of their submission.
    private static func interesting(_ jobs: [JobRecord], _ limit: Int) -> [JobRecord] {
        func rank(_ record: JobRecord) -> Int {
            if record.counts.inMotion > 0 { return 0 }
            if record.counts.unsuccessful > 0 { return 1 }
            return record.isOver ? 3 : 2
        }
        let ordered = jobs.sorted { left, right in
            if rank(left) != rank(right) { return rank(left) < rank(right) }
            if rank(left) == 3, left.lastEnd != right.lastEnd {
                return left.lastEnd ?? .zero > right.lastEnd ?? .zero
            }
            return left.identifier < right.identifier
        }
        return ordered.prefix(limit).sorted { $0.identifier < $1.identifier }
    }
}
