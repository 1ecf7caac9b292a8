/// Who is served before whom: independent choices, freely combined.
public struct Policy: Sendable, Hashable {
    public var order: Order
    public var overtaking: Overtaking

    /// Which waiting task is first in line.
    public enum Order: Sendable, Hashable, CaseIterable {
        /// By priority that ages; among equals first come.
        case firstCome
        /// The least expected time first.
        case shortest
        /// The most cores first, over all nodes.
        case largest
    }

    /// What may start while the first in line does not fit.
    public enum Overtaking: Sendable, Hashable, CaseIterable {
        /// Nothing.
        case none
        /// Whatever fits, until the first in line has waited for the planner's patience.
        case whoeverFits
        /// Whatever fits and, by what is expected of those that run, does not make the first in line start later.
        case easy
    }

    public init(order: Order = .firstCome, overtaking: Overtaking = .whoeverFits) {
        self.order = order
        self.overtaking = overtaking
    }
}

/// The names that people choose policies by.
extension Policy {
    /// Every policy that has a name of its own, in the order in which people are told of them.
    public static let named: [(name: String, policy: Policy)] = [
        ("skip", Policy()),
        ("fcfs", Policy(overtaking: .none)),
        ("easy", Policy(overtaking: .easy)),
        ("shortest", Policy(order: .shortest)),
        ("largest", Policy(order: .largest)),
    ]

    /// `easy`, or with further choices added to it: `shortest+easy`, `largest+fcfs`.
    ///
    /// - Returns: none when a part is not known, or says something else than one before it.
    public init?(named name: String) {
        var chosen = Policy()
        var isOrdered = false
        var isOvertaken = false
        for part in name.split(separator: "+", omittingEmptySubsequences: false) {
            guard let policy = Self.named.first(where: { $0.name == part })?.policy else { return nil }
            if policy.order != .firstCome {
                guard !isOrdered else { return nil }
                isOrdered = true
                chosen.order = policy.order
            } else {
                guard !isOvertaken else { return nil }
                isOvertaken = true
                chosen.overtaking = policy.overtaking
            }
        }
        self = chosen
    }
}
