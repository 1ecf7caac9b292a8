package import Dialects
package import Model

/// Where a command that looks gets its views from: the record of a run, or a service.
package protocol ViewSource {
    func statistics(of scope: JobScope) throws -> StatisticsView
    /// - Parameter after: the number of the last job of the part before.
    func jobs(_ filter: JobFilter, after: Int?, limit: Int) throws -> ViewPage<JobView>
    func jobNames() throws -> [String]
    func job(named name: String) throws -> JobView
    /// What a selector means: a job as a whole, or tasks of it.
    func subject(of selector: TaskSelector) throws -> ViewSubject
    /// - Parameter state: only those in it; none: all.
    /// - Parameter after: the last iteration of the part before.
    func tasks(_ selector: TaskSelector, in state: TaskState?, after: Int?, limit: Int) throws -> ViewPage<TaskView>
    /// - Parameter policy: one under which it is said when they would start, beside the one in force.
    func explanations(
        _ selector: TaskSelector, in state: TaskState?, under policy: String?
    ) throws -> ViewPage<ExplanationView>
    func nodes() throws -> [NodeView]
    /// - Parameter policy: one that is looked at beside the one in force.
    /// - Throws: a refusal, where nobody works on the run.
    func forecast(_ selector: TaskSelector?, under policy: String?) throws -> ForecastView
}

/// What a selector means.
package enum ViewSubject: Sendable, Hashable {
    case job(JobView)
    /// Some tasks, how many they are.
    case tasks(count: Int)
}

extension ViewSource {
    /// Every job that the filter means.
    func allJobs(_ filter: JobFilter) throws -> [JobView] {
        var jobs: [JobView] = []
        var after: Int?
        repeat {
            // 1,000: what a service answers at once.
            let page = try self.jobs(filter, after: after, limit: 1000)
            jobs += page.elements
            after = page.next
        } while after != nil
        return jobs
    }
}
