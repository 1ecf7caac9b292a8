/// Who is served before whom, where, how wide, and at whose cost: independent choices, freely combined.
///
/// - Order: records hold the cases of a choice by their numbers, so that a new one comes behind the others.
public struct Policy: Sendable, Hashable {
    public var order: Order
    public var width: Width
    public var overtaking: Overtaking
    public var passing: Passing
    public var preemption: Preemption
    public var nodeChoice: NodeChoice
    public var expectation: Expectation
    public var limits: Limits
    /// After how long half of what a tag's jobs have used is forgotten; none: what was used does not count.
    public var fairShare: Duration?

    /// Which waiting task is first in line. Among equals: first come.
    public enum Order: Sendable, Hashable {
        /// The first that came, whatever its priority.
        case firstCome
        /// The larger priority. So much waiting counts as much as one step of it; none: waiting does not count.
        case priority(ageing: Duration?)
        /// By the expected time.
        case shortest
        case longest
        /// By cores, over all nodes, times the expected time.
        case smallest
        case largest
        /// By cores, over all nodes.
        case fewestCores
        case mostCores
        /// The one that is due first. A task is due when it has waited for `stretch` times its expected time, and never
        /// later than `within` after it came. Where that is learned, one task of each kind of which none runs is tried
        /// out early.
        case due(stretch: Int, within: Duration?)
        /// In turn: who has run for a quantum goes to the end of the line, if somebody waits who could run instead.
        case roundRobin(quantum: Duration)

        // A day of waiting counts as much as one step of priority, so that nobody is passed for ever.
        public static let standardAgeing = Duration.seconds(86_400)
        // 60 s: long beside what a pause costs, short beside what people wait for.
        public static let standardQuantum = Duration.seconds(60)

        // 100 and a day: on a quarter of a real cluster's year, and with its users' days shifted against each other, it
        // made the mean slowdown about half of EASY's, and the longest wait about the same.
        public static let standardDue = Order.due(stretch: 100, within: .seconds(86_400))

        public static let standard = Order.priority(ageing: standardAgeing)
    }

    /// Whether everybody has a turn, so that who is paused for another goes on soon.
    public var servesInTurn: Bool {
        if case .roundRobin = order { true } else { false }
    }

    /// How wide a task starts that can do with fewer cores than it would like.
    public enum Width: UInt8, Sendable, Hashable, CaseIterable {
        /// As wide as it asked, or not at all.
        case strict
        /// All free cores in proportion to what was asked, more than it or less, up to each request's maximum.
        case proportional
        /// As wide as it asked; else whatever is there, if that is enough for it.
        case whateverIsThere
    }

    /// What may start while the first in line does not fit.
    public enum Overtaking: UInt8, Sendable, Hashable, CaseIterable {
        /// Nothing.
        case none
        /// Whatever fits, until the first in line has waited for the planner's patience.
        case whoeverFits
        /// Whatever fits and, by what is expected of those that run, does not make the first in line start later.
        case easy
        /// Whatever fits and makes nobody before it start later.
        case conservative
    }

    /// Which of those who may overtake does so before the others.
    public enum Passing: UInt8, Sendable, Hashable, CaseIterable {
        /// Who comes first in the order.
        case inOrder
        /// Who should run for the shortest time.
        case shortestFirst
    }

    /// Whether somebody who runs makes room for who comes before it in the order.
    public enum Preemption: Sendable, Hashable {
        case none
        /// It is paused, and goes on when there is room again. A task is paused only if that lets another start.
        case pause(Victim)

        public enum Victim: UInt8, Sendable, Hashable, CaseIterable {
            /// Who has run for longest.
            case mostRunTime
            /// Who asked for the fewest cores.
            case smallestRequest
        }
    }

    /// On which node, of those where it fits.
    public enum NodeChoice: UInt8, Sendable, Hashable, CaseIterable {
        /// Where the least is left.
        case tightest
        /// Behind the one that was taken last.
        case rotating
        /// Where the most is free.
        case spread
        /// Where most is in use, so that empty nodes stay empty.
        case pack
    }

    /// How long a task is expected to run; each falls back upon the next, and upon an hour in the end.
    public enum Expectation: UInt8, Sendable, Hashable, CaseIterable {
        /// As its request says; else its wall time; else as its like did.
        case request
        /// As its kind did, never longer than its wall time.
        case profile
        /// As the last two of its user and kind did, on the mean, never longer than its wall time.
        case lastTwo
    }

    /// How many tasks run at once; none: as many as fit. A job's own limit stands in its `atMost`.
    public struct Limits: Sendable, Hashable {
        public var perUser: Int?
        /// Sorted by tag, no tag twice.
        public var perTag: [TagLimit]

        public struct TagLimit: Sendable, Hashable {
            public var tag: String
            public var limit: Int

            public init(tag: String, limit: Int) {
                self.tag = tag
                self.limit = limit
            }
        }

        public static let none = Limits()

        public init(perUser: Int? = nil, perTag: [TagLimit] = []) {
            self.perUser = perUser
            self.perTag = perTag
        }
    }

    public init(
        order: Order = .standard, width: Width = .whateverIsThere, overtaking: Overtaking = .whoeverFits,
        preemption: Preemption = .none, nodeChoice: NodeChoice = .tightest, expectation: Expectation = .request
    ) {
        self.order = order
        self.width = width
        self.overtaking = overtaking
        passing = .inOrder
        self.preemption = preemption
        self.nodeChoice = nodeChoice
        self.expectation = expectation
        limits = .none
    }

    /// Why this combination means nothing; none: it is a policy.
    public var contradiction: Contradiction? {
        switch (order, preemption) {
        case (.firstCome, .pause): .firstComeNeverYields
        case (.roundRobin, .pause): .turnsPauseAlready
        default: nil
        }
    }

    public enum Contradiction: Sendable, Hashable {
        /// Who came later never comes before who runs.
        case firstComeNeverYields
        /// A quantum's end pauses whom it should.
        case turnsPauseAlready
    }
}
