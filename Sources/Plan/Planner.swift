package import Model

/// The whole scheduler state and its one function.
///
/// - Order: `take` any number of facts, then `plan` once; whoever calls makes the record durable before performing
///   the orders.
/// - Cost: grows with what a fact changes, never with the number of finished tasks.
package struct Planner: Sendable {
    var configuration: Configuration
    var state = State()
    var scratch = Scratch()

    package typealias Configuration = PlanningRules

    /// What the record rebuilds; two planners that agree in it decide alike.
    struct State: Sendable, Hashable {
        /// By which jobs get their standing.
        var order = Policy.Order.standard
        var limits = Policy.Limits.none
        /// How many run of those that are limited.
        var counts = RunningCounts()
        var fairShares = FairShares()
        /// By which it is expected how long a job's tasks run, where its standing depends on that.
        var expectation = Policy.Expectation.request
        var experience = Experience()
        /// Where the order tries kinds out.
        var families = Families()
        var nodes = NodeTable()
        var jobs: [JobState] = []
        var names: [String: JobIdentifier] = [:]
        var classes: [RequestClass] = []
        /// By the digest of its key, the last that was made; it knows the one before.
        var classOfDigest: [Int: Int] = [:]
        /// Of a request some of whose classes are told apart by more than it: the first that was made of it.
        var classOfRequest: [Request: Int] = [:]
        /// The classes with ready tasks.
        var waiting = WaitingLine()
        /// By attempt.
        var motion = PagedTable<Motion>()
        /// The attempts that are paused, and those that were asked to change and have not answered; by their numbers.
        var paused = FewNumbers()
        var adjusting = FewNumbers()
        /// The jobs of which nothing may run, by their numbers.
        var frozen = FewNumbers()
        /// By slot; a chain's slot is used again when it has ended.
        var chains: [Chain?] = []
        var freeSlots: [Int] = []
        /// The slots of chains whose tasks may change their width while they run.
        var malleable = NumberSet()
        var nextAttempt = AttemptIdentifier(0)
        /// Tasks whose attempt did not succeed, until it is decided what becomes of them.
        var undecided = Line<Undecided>()
        /// Tasks that can't run any more since a dependency did not succeed, until that is recorded.
        var doomed = Line<Doomed>()
        var keys = SubmissionKeys()
        var isHeldBack = false
        var endedJobs = 0
    }

    /// What is remembered between plans beyond the record; starts empty after a replay.
    struct Scratch: Sendable {
        /// Taken facts that the next decision records.
        var accepted: [Fact] = []
        /// Slots of chains that ended an attempt since the last plan.
        var touchedChains: [Int] = []
        /// When a class that was first in line was first passed by another.
        var passedSince: [Int: Instant] = [:]
        /// Slots of chains of which something changed since their ends were last expected.
        var changedChains = NumberSet()
        /// When what runs should end, where that is asked.
        var ends = ExpectedEnds()
        /// When the first in line should start that did not fit in the last plan, where others may not delay it.
        var reservedAt: Instant?
        /// What is kept for the first in line while others make room for it.
        var room: Reservation?
        /// When so many have run for a quantum that one who waits could run on what they leave.
        var turnEndsAt: Instant?
        /// Of each class, as it was last found.
        var lastStarts: [Int: LastStart] = [:]
        /// Slots of chains that an alarm watches, and of those whose waiting members were asked back.
        var watchedChains: Set<Int> = []
        var recalledChains: Set<Int> = []
        /// What each should have, where free cores are dealt out; while tasks are started.
        var deal: Deal?
        /// Those that may go on, as they stood in line when tasks began to be started; while they are.
        var pausedLine: [Candidate]?
        /// Nodes lost since the last plan.
        var lostNodes: [NodeIdentifier] = []
        var alarms = Alarms()
        var orders: [Order] = []
    }

    struct Undecided: Sendable, Hashable {
        var task: TaskIdentifier
        var outcome: Outcome
        /// Whether the attempt was first in its chain, so that it was this task that ran when its executor was lost.
        var wasFirst: Bool
        var endedAt: Instant
    }

    struct Doomed: Sendable, Hashable {
        var tasks: TaskRange
        var because: TaskIdentifier
    }

    package init(configuration: Configuration = Configuration()) {
        self.configuration = configuration
        state.order = configuration.policy.order
        state.limits = configuration.policy.limits
        state.fairShares = FairShares(halfLife: configuration.policy.fairShare)
        state.expectation = configuration.policy.expectation
    }

    /// Takes one fact that became true at `now`; decides nothing. A refusal leaves the state as it was.
    package mutating func take(_ fact: Fact, at now: Instant) throws(Refusal) {
        try check(fact)
        noteChain(of: fact)
        apply(fact)
        // 4: as many as most plans record, what they decide included.
        if scratch.accepted.isEmpty { scratch.accepted.reserveCapacity(4) }
        scratch.accepted.append(fact)
        react(to: fact, at: now)
    }

    /// Decides once for all facts taken since the last time. Same state, same `now`: same answer, in every process.
    package mutating func plan(at now: Instant) -> Decision {
        var decision = Decision(record: scratch.accepted, orders: scratch.orders)
        scratch.accepted = []
        scratch.orders = []
        ringAlarms(&decision, at: now)
        endLostAttempts(&decision, at: now)
        decideFailures(&decision, at: now)
        skipDoomed(&decision, at: now)
        pauseFrozen(&decision, at: now)
        scratch.reservedAt = nil
        scratch.turnEndsAt = nil
        scratch.room = nil
        if state.isHeldBack {
            // What had begun comes to its end.
            _ = goOn(before: nil, &decision, at: now)
        } else {
            var before: Int?
            // What others are to leave may be what kept somebody waiting, and who starts then may leave more.
            while before != decision.record.count {
                startReady(&decision, at: now)
                extendChains(&decision, at: now)
                before = decision.record.count
                reassign(&decision, at: now)
            }
        }
        scratch.touchedChains.removeAll(keepingCapacity: true)
        decision.wakeAt = .earliest(scratch.alarms.first, scratch.reservedAt, scratch.turnEndsAt)
        return decision
    }

    /// Records an outcome and lets the state follow it.
    mutating func record(_ fact: Fact, in decision: inout Decision) {
        decision.record.append(fact)
        apply(fact)
    }
}

package struct Decision: Sendable, Hashable {
    /// Facts taken and outcomes decided, durable before any order is performed.
    package var record: [Fact]
    /// Performed after that, in this order.
    package var orders: [Order]
    /// The one timer; none: nothing happens until the next fact.
    package var wakeAt: Instant?

    package init(record: [Fact] = [], orders: [Order] = [], wakeAt: Instant? = nil) {
        self.record = record
        self.orders = orders
        self.wakeAt = wakeAt
    }
}
