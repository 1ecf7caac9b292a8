package import Model

/// Who is served first, how wide, and at whose cost, in the words of the TensorFlow scheduler.
package struct TensorFlowScheduling: Sendable, Hashable {
    package var planning: Planning
    package var assignment: Assignment
    /// Whom a container of a better priority pauses; none: nobody.
    package var preemption: Victim?
    /// After how much waiting a container is served as if its priority were better by one; none: never.
    package var feedback: Duration?
    /// How long a turn of round robin lasts.
    package var quantum: Duration

    package enum Planning: String, Sendable, Hashable, CaseIterable {
        case firstCome = "fcfs"
        case priority
        case roundRobin = "round_robin"
    }

    package enum Assignment: String, Sendable, Hashable, CaseIterable {
        case strict
        case proportional = "max_prop"
        case alwaysAttend = "always_attend"
    }

    package enum Victim: String, Sendable, Hashable, CaseIterable {
        case longestRun = "longest_run"
        case smallestRequest = "smallest_request"
    }

    package static let standardQuantum = Policy.Order.standardQuantum

    package init(planning: Planning = .firstCome, assignment: Assignment = .strict) {
        self.planning = planning
        self.assignment = assignment
        quantum = Self.standardQuantum
    }

    /// Who does not fit is passed by those that do, as in the original.
    package var policy: Policy {
        var policy = Policy(order: order, width: width, overtaking: .whoeverFits)
        guard planning == .priority, let preemption else { return policy }
        policy.preemption = .pause(preemption == .longestRun ? .mostRunTime : .smallestRequest)
        return policy
    }

    private var order: Policy.Order {
        switch planning {
        case .firstCome: .firstCome
        case .priority: .priority(ageing: feedback)
        case .roundRobin: .roundRobin(quantum: quantum)
        }
    }

    private var width: Policy.Width {
        switch assignment {
        case .strict: .strict
        case .proportional: .proportional
        case .alwaysAttend: .whateverIsThere
        }
    }

    /// What belongs to another order than the chosen one; none: all goes together.
    ///
    /// - Parameter place: how a name is written where it was said.
    package func contradiction(_ place: (String) -> String) -> (path: String, problem: String, remedy: String)? {
        guard planning != .priority else { return nil }
        let remedy = "Leave it out, or choose the policy priority."
        if preemption != nil {
            return (
                place("preemption"), "belongs to the policy priority, and \(planning.rawValue) is chosen", remedy
            )
        }
        guard feedback != nil else { return nil }
        return (place("feedback"), "belongs to the policy priority, and \(planning.rawValue) is chosen", remedy)
    }
}
