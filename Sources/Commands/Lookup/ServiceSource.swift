package import Dialects
package import Model
internal import Web

/// Views of a service, by its API.
package final class ServiceSource: ViewSource {
    package let client: ServiceClient
    /// What the selectors that were asked for mean.
    private var targets: [TaskSelector: Target] = [:]

    /// What a selector means there.
    private struct Target {
        var job: JobView
        /// None: the job as a whole.
        var iterations: ClosedRange<Int>?
    }

    package init(_ client: ServiceClient) { self.client = client }

    package func statistics(of scope: JobScope) throws -> StatisticsView {
        var query = WebQuery()
        switch scope {
        case .all: break
        case .jobs(let names): for name in names { query.append("jobs", name) }
        case .submission(let key): query.append("key", key)
        }
        return try StatisticsView(client.get(["statistics"], query))
    }

    package func jobs(_ filter: JobFilter, after: Int?, limit: Int) throws -> ViewPage<JobView> {
        var query: WebQuery = ["limit": "\(limit)"]
        if let state = filter.state { query.append("state", "\(state)") }
        if let tag = filter.tag { query.append("tag", tag) }
        if let name = filter.name { query.append("name", name) }
        if filter.order == .interest { query.append("order", filter.order.rawValue) }
        if let after { query.append("after", "\(after)") }
        return try ViewPage("jobs", client.get(["jobs"], query)) { fields throws(Refusal) in try JobView(fields) }
    }

    package func jobNames() throws -> [String] {
        try client.get(["jobs"], ["fields": "name"]).texts("names")
    }

    package func job(named name: String) throws -> JobView { try JobView(client.get(["jobs", name])) }

    package func subject(of selector: TaskSelector) throws -> ViewSubject {
        let target = try target(of: selector)
        return target.iterations.map { .tasks(count: $0.count) } ?? .job(target.job)
    }

    package func tasks(
        _ selector: TaskSelector, in state: TaskState?, after: Int?, limit: Int
    ) throws -> ViewPage<TaskView> {
        let target = try target(of: selector)
        var query = query(for: target)
        query.append("limit", "\(limit)")
        if let state { query.append("state", "\(state)") }
        if let after { query.append("after", "\(after)") }
        return try ViewPage("tasks", client.get(["jobs", target.job.name, "tasks"], query)) { fields throws(Refusal) in
            try TaskView(fields)
        }
    }

    package func explanations(
        _ selector: TaskSelector, in state: TaskState?, under policy: String?
    ) throws -> ViewPage<ExplanationView> {
        let target = try target(of: selector)
        var query = query(for: target)
        if let state { query.append("state", "\(state)") }
        if let policy { query.append("policy", policy) }
        let answer = try client.get(["jobs", target.job.name, "why"], query)
        return try ViewPage("explanations", answer) { fields throws(Refusal) in try ExplanationView(fields) }
    }

    package func nodes() throws -> [NodeView] {
        try client.get(["nodes"]).list("nodes") { fields throws(Refusal) in try NodeView(fields) }
    }

    package func forecast(_ selector: TaskSelector?, under policy: String?) throws -> ForecastView {
        var query = WebQuery()
        if let selector {
            let target = try target(of: selector)
            let span = target.iterations.map { ":\($0.lowerBound)-\($0.upperBound)" } ?? ""
            query.append("job", target.job.name + span)
        }
        if let policy { query.append("policy", policy) }
        return try ForecastView(client.get(["forecast"], query))
    }

    private func query(for target: Target) -> WebQuery {
        guard let iterations = target.iterations else { return [:] }
        return ["iterations": "\(iterations.lowerBound)-\(iterations.upperBound)"]
    }

    private func target(of selector: TaskSelector) throws -> Target {
        if let known = targets[selector] { return known }
        let target = try findTarget(of: selector)
        targets[selector] = target
        return target
    }

    private func findTarget(of selector: TaskSelector) throws -> Target {
        switch selector {
        case .last:
            guard let last = try statistics(of: .all).last else {
                throw ParsedArguments.refusal(
                    of: "last", "means the task that started or ended last, and none has started yet",
                    "Name a job; `rota list` shows them.")
            }
            return try findTarget(of: ParsedArguments.selector(last))
        case .job(let name):
            let job = try job(named: name)
            return Target(job: job, iterations: job.isIterated ? nil : whole(job))
        case .tasks(let name, let iterations):
            // `a:3` may be the name of a job, too.
            if iterations.count == 1, let job = try knownJob("\(name):\(iterations.lowerBound)") {
                return Target(job: job, iterations: job.isIterated ? nil : whole(job))
            }
            return Target(job: try job(named: name), iterations: iterations)
        }
    }

    private func whole(_ job: JobView) -> ClosedRange<Int> { job.indices.lowerBound...(job.indices.upperBound - 1) }

    private func knownJob(_ name: String) throws -> JobView? {
        do { return try job(named: name) } catch let problem as ServiceProblem {
            guard problem.status == 404 else { throw problem }
            return nil
        }
    }
}
