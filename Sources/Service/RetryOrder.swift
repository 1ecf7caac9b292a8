internal import Model
internal import Plan

/// The jobs that a resumed run starts anew, each after those it depends on.
///
/// A job that starts anew while what it depends on still counts as failed would be skipped again; and a file may name
/// a job before those it waits for.
///
/// - Cost: O(jobs + dependencies), without recursion: a chain of 100,000 jobs is no problem.
struct RetryOrder {
    private(set) var jobs: [JobIdentifier] = []

    init(_ planner: Planner) {
        var wasSeen = [Bool](repeating: false, count: planner.jobCount)
        for start in 0..<planner.jobCount where !wasSeen[start] {
            wasSeen[start] = true
            // The path from `start`, each with the position of the dependency to look at next.
            var path = [(job: JobIdentifier(start), next: 0)]
            while let (job, next) = path.last {
                let dependencies = planner.job(job).dependencies
                guard next < dependencies.count else {
                    path.removeLast()
                    let counts = planner.endedCounts(of: job)
                    if counts.failed + counts.cancelled + counts.skipped > 0 { jobs.append(job) }
                    continue
                }
                path[path.count - 1].next += 1
                guard let other = planner.job(named: dependencies[next].job), !wasSeen[other.number] else { continue }
                wasSeen[other.number] = true
                path.append((other, 0))
            }
        }
    }
}
