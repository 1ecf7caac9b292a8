package import Model
internal import Plan

/// Whether jobs would be taken, asked of a planner that is thrown away.
package enum Admission {
    /// Every reason why a run of these jobs on these nodes would not begin; empty: it would.
    ///
    /// - Order: the one that a run would be refused with comes first, then what is wrong with each job by itself.
    package static func refusals(of jobs: [Job], on nodes: [Node]) -> [Refusal] {
        var planner = Planner()
        do throws(Refusal) {
            for node in nodes { try planner.take(.nodeJoined(node, at: .zero), at: .zero) }
        } catch { return [error] }
        guard let first = refusal(of: jobs, by: planner) else { return [] }
        var refusals = [first]
        for job in jobs {
            var alone = job
            alone.dependencies = []
            if let refusal = refusal(of: [alone], by: planner), refusal != first { refusals.append(refusal) }
        }
        return refusals
    }

    /// Why one of these jobs would wait for ever on these nodes, whatever it depends on.
    static func misfit(of jobs: [Job], on nodes: [Node]) -> Refusal? {
        var planner = Planner()
        do throws(Refusal) {
            for node in nodes { try planner.take(.nodeJoined(node, at: .zero), at: .zero) }
        } catch { return error }
        for job in jobs {
            var alone = job
            alone.dependencies = []
            if let refusal = refusal(of: [alone], by: planner) { return refusal }
        }
        return nil
    }

    private static func refusal(of jobs: [Job], by planner: Planner) -> Refusal? {
        var planner = planner
        do throws(Refusal) {
            try planner.take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: .zero), at: .zero)
            return nil
        } catch { return error }
    }
}
