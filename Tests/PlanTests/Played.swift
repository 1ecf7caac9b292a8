import Model
import Plan
import Rehearsal

/// Rehearsals of jobs that take so many seconds each.
enum Played {
    static func rehearsal(
        _ jobs: [Job], seconds: [Int64], at arrivals: [Int64] = [], on cores: Int, _ policy: Policy
    ) throws -> Rehearsal {
        var configuration = Planner.Configuration()
        configuration.policy = policy
        var rehearsal = try Rehearsal(nodes: [Samples.node(cores: cores)], configuration: configuration) { task, _ in
            Rehearsal.Behaviour(runTime: .seconds(task.job.number < seconds.count ? seconds[task.job.number] : 1))
        }
        let moments = arrivals.isEmpty ? jobs.map { _ in 0 } : arrivals
        rehearsal.expect(
            zip(jobs, moments).map { (jobs: [$0], at: Instant(nanoseconds: $1 * 1_000_000_000)) })
        return rehearsal
    }

    /// In seconds, by job.
    static func ends(of rehearsal: Rehearsal) -> [Int] {
        rehearsal.played.sorted { $0.task < $1.task }.map { Int($0.endedAt.nanoseconds / 1_000_000_000) }
    }
}
