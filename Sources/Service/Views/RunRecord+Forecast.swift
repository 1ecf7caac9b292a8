package import Dialects
package import Model

/// Looking ahead in a run that is going, on a planner that its record rebuilds.
extension RunRecord {
    /// When what waits should start and end.
    ///
    /// - Parameter selector: none: every job.
    /// - Parameter policy: another one, to be looked at beside the run's own.
    /// - Throws: a refusal when nobody works on the run, or there is no such job or policy.
    package func forecast(
        _ selector: TaskSelector?, under policy: String?, at now: Instant
    ) throws -> ForecastView {
        let history = try summary().history
        guard isGoing || history.present.allSatisfy({ $0.counts.ended == $0.counts.total }) else {
            throw Refusal.document(
                DocumentProblem(
                    document: "run \(number)", problem: "is not going, so nothing of it starts",
                    remedy: "Go on with it: `rota run --resume \(number)`."))
        }
        let choice = try selector.map { selector throws(Refusal) in try Choice(selector, in: history) }
        let forecasts = Forecasts(
            of: try explanations().planner, about: choice?.record.identifier, other: try Self.other(policy), at: now)
        return forecasts.view(choice?.iterations, in: history)
    }

    /// Adds to explanations of what waits when it should start, while somebody works on the run.
    package func addStarts(
        to page: inout ViewPage<ExplanationView>, of job: JobIdentifier, under policy: String?, at now: Instant
    ) throws {
        let other = try Self.other(policy)
        guard isGoing, Starts.concern(page) else { return }
        Starts(of: job, try explanations().planner, other: other, at: now).add(to: &page)
    }

    private func explanations() throws -> Explanations {
        var explanations = Explanations()
        try read { explanations.take($0) }
        return explanations
    }

    private static func other(_ policy: String?) throws(Refusal) -> OtherPolicy? {
        guard let policy else { return nil }
        do throws(ReadingProblem) { return try OtherPolicy(reading: policy) } catch {
            throw error.refusal(document: "command line", path: "--policy")
        }
    }
}
