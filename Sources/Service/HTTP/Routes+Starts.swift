internal import Dialects
internal import Model
internal import Plan
internal import Rehearsal

/// When what is asked about should start, by the present plan.
extension Routes {
    /// Adds it to explanations of what waits, where so many can be looked ahead for just now.
    func withStarts(_ page: ViewPage<ExplanationView>, of job: JobIdentifier) throws -> ViewPage<ExplanationView> {
        let waits = page.elements.contains { $0.state == .waiting || $0.state == .ready }
        guard waits, forecasts.take() else { return page }
        defer { forecasts.giveBack() }
        let planner = try replica.planner()
        let indices = planner.job(job).iterations.indices
        let forecast = Forecast(of: planner, at: clock.now, detailed: job, atMost: Self.endsLookedAt)
        var page = page
        for position in page.elements.indices {
            let number = page.elements[position].task.split(separator: ":").last.flatMap { Int($0) }
            guard let times = forecast.times[number.flatMap { indices.contains($0) ? $0 : nil } ?? indices.lowerBound]
            else { continue }
            page.elements[position].add(startsAt: times.startsAt)
        }
        return page
    }

    // 100,000: less than a second of work; who wants to look further asks for a forecast.
    private static let endsLookedAt = 100_000
}

extension ExplanationView {
    /// By the present plan. One moment is told in words: where a sentence has one, it is a date that comes before.
    fileprivate mutating func add(startsAt start: Instant) {
        startsAt = start
        guard moment == nil else { return }
        sentences.append("By the present plan it starts at \(Dates.text(start)).")
        moment = start
    }
}
