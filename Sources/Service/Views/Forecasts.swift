internal import Dialects
internal import Model
internal import Plan
internal import Rehearsal

/// Forecasts of what waits, on a copy of the planner that the record rebuilds.
struct Forecasts {
    private let planner: Planner
    private let now: Instant
    private let present: Forecast
    private let other: Forecast?
    private let otherPolicy: String?
    /// The one job that is asked about.
    private let job: JobIdentifier?

    // 1,000: what one answer holds; some hundred kB.
    private static let rowLimit = 1000

    /// - Parameter planner: a copy, under the policy that the service has.
    /// - Parameter other: the policy that is tried beside it, and how it was asked for.
    init(of planner: Planner, about job: JobIdentifier?, other: OtherPolicy?, at now: Instant) {
        self.planner = planner
        self.now = now
        self.job = job
        otherPolicy = other?.name
        present = Forecast(of: planner, at: now, detailed: job)
        self.other = other.map { other in
            Forecast(of: planner.configured(policy: other.policy), at: now, detailed: job)
        }
    }

    /// - Parameter iterations: of the job's tasks; none: all.
    func view(_ iterations: Range<Int>?, in history: History) -> ForecastView {
        var view = ForecastView(at: now, otherPolicy: otherPolicy)
        view.isCut = present.isCut || other?.isCut ?? false
        let numbers = job.map { $0.number..<$0.number + 1 } ?? 0..<planner.jobCount
        for number in numbers {
            let identifier = JobIdentifier(number)
            let counts = planner.openCounts(of: identifier)
            guard counts.open > 0 else { continue }
            if view.jobs.count < Self.rowLimit {
                view.jobs.append(row(identifier, counts, in: history))
            } else {
                view.jobsMore += 1
            }
        }
        if let job { writeTasks(of: job, iterations, to: &view) }
        return view
    }

    private func row(
        _ identifier: JobIdentifier, _ counts: (open: Int, moving: Int), in history: History
    ) -> JobForecastView {
        let task = TaskIdentifier(job: identifier, iteration: planner.job(identifier).iterations.indices.lowerBound)
        let basis = JobForecastView.Basis(rawValue: planner.basisOfExpectation(of: identifier).rawValue)
        return JobForecastView(
            job: planner.job(identifier).name, tasks: counts.open, running: counts.moving,
            expected: planner.expectedRunTime(of: task), basis: basis ?? .nothing,
            times: present.times(of: identifier), otherTimes: other?.times(of: identifier) ?? ForecastTimes(),
            reason: reason(identifier, counts, in: history))
    }

    /// Why not all of a job's tasks that wait have a time.
    private func reason(
        _ identifier: JobIdentifier, _ counts: (open: Int, moving: Int), in history: History
    ) -> String {
        let started = present.spans[identifier.number]?.starts ?? 0
        guard started == 0, counts.open > counts.moving else { return "" }
        guard let task = planner.waitingTasks(of: identifier, limit: 1).first else { return "" }
        let explanation = planner.explanation(of: task, at: now)
        if present.isCut, case .waitsForCapacity = explanation { return "More waits than was looked at." }
        return ExplanationWords.sentences(explanation, of: task, in: history, isGoing: true, at: now).sentences
            .joined(separator: " ")
    }

    /// Tasks in a row that have the same times are told together.
    private func writeTasks(of job: JobIdentifier, _ iterations: Range<Int>?, to view: inout ForecastView) {
        let name = planner.job(job).name
        let wanted = present.times.keys.filter { iterations?.contains($0) ?? true }.sorted()
        var open: (range: ClosedRange<Int>, times: ForecastTimes, other: ForecastTimes)?
        func close() {
            guard let open else { return }
            guard view.tasks.count < Self.rowLimit else { return view.tasksMore += open.range.count }
            let span =
                open.range.count == 1 ? "\(open.range.lowerBound)" : "\(open.range.lowerBound)-\(open.range.upperBound)"
            view.tasks.append(TaskForecastView(task: "\(name):\(span)", times: open.times, otherTimes: open.other))
        }
        for iteration in wanted {
            let times = ForecastTimes(present.times[iteration])
            let other = ForecastTimes(other?.times[iteration])
            if let last = open, last.range.upperBound == iteration - 1, last.times == times, last.other == other {
                open?.range = last.range.lowerBound...iteration
            } else {
                close()
                open = (iteration...iteration, times, other)
            }
        }
        close()
    }
}

extension Forecast {
    fileprivate func times(of job: JobIdentifier) -> ForecastTimes {
        ForecastTimes(startsAt: spans[job.number]?.firstStart, endsAt: spans[job.number]?.lastEnd)
    }
}

extension ForecastTimes {
    fileprivate init(_ times: Forecast.Times?) { self.init(startsAt: times?.startsAt, endsAt: times?.endsAt) }
}
