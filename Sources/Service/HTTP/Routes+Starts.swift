internal import Dialects
internal import Model

/// When what is asked about should start.
extension Routes {
    /// Adds it to explanations of what waits, where so many can be looked ahead for just now.
    ///
    /// - Throws: a problem when another policy was asked about, and too many look ahead.
    func withStarts(
        _ page: ViewPage<ExplanationView>, of job: JobIdentifier, _ caller: Caller
    ) throws -> ViewPage<ExplanationView> {
        let other = try Self.otherPolicy(caller)
        guard Starts.concern(page) else { return page }
        guard forecasts.take() else {
            guard other == nil else { throw Self.isBusyForecasting }
            return page
        }
        defer { forecasts.giveBack() }
        var page = page
        Starts(of: job, try replica.planner(), other: other, at: clock.now).add(to: &page)
        return page
    }
}
