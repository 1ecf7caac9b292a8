package import Model
internal import Plan

/// Whether jobs would be taken, asked of a planner that is thrown away.
package enum Admission {
    /// - Throws: the refusal with which a run of these jobs on these nodes would begin.
    package static func check(_ jobs: [Job], on nodes: [Node]) throws(Refusal) {
        var planner = Planner()
        for node in nodes { try planner.take(.nodeJoined(node, at: .zero), at: .zero) }
        try planner.take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: .zero), at: .zero)
    }
}
