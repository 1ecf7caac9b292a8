package import Model
internal import Plan

/// Whether jobs would be taken, asked of a planner that is thrown away.
package enum Admission {
    /// Every reason why a run of these jobs on these nodes would not begin; empty: it would.
    ///
    /// - Order: the one that a run would be refused with comes first, then what is wrong with each job by itself.
    package static func refusals(of jobs: [Job], on nodes: [Node]) -> [Refusal] {
        guard let first = refusal(of: jobs, on: nodes) else { return [] }
        return [first] + jobs.lazy.compactMap { misfit(of: [$0], on: nodes) }.filter { $0 != first }
    }

    /// Why one of these jobs would wait for ever on these nodes, whatever it depends on.
    static func misfit(of jobs: [Job], on nodes: [Node]) -> Refusal? {
        jobs.lazy.compactMap { job in
            var alone = job
            alone.dependencies = []
            return refusal(of: [alone], on: nodes)
        }.first
    }

    /// What a run of these jobs on these nodes would be refused with; none: it would begin.
    static func refusal(of jobs: [Job], on nodes: [Node]) -> Refusal? {
        var planner = Planner()
        do throws(Refusal) {
            for node in nodes { try planner.take(.nodeJoined(node, at: .zero), at: .zero) }
            try planner.take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: .zero), at: .zero)
            return nil
        } catch { return error }
    }
}
