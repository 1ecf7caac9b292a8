package import Model
package import Plan

/// A record's plans made once more: what was taken is given to a planner again, plan by plan, and what it decides must
/// be what was recorded.
///
/// - Order: every frame of a record that was not condensed, from the first on; a frame holds one plan.
package struct Repetition {
    /// What was decided otherwise, the first few, in words.
    package private(set) var findings: [String] = []
    package private(set) var plans = 0
    /// How many facts of the record were decisions, all made again.
    package private(set) var decisions = 0
    private var planner: Planner
    /// What the record alone rebuilds, for a process that took the record up again.
    private var record: Planner
    private var now = Instant(nanoseconds: .min)

    // 5: more say nothing new.
    private static let mostFindings = 5

    /// - Parameter configuration: by which the recorded planner planned, where an old record does not say.
    package init(by configuration: Planner.Configuration = Planner.Configuration()) {
        planner = Planner(configuration: configuration)
        record = planner
    }

    /// Takes the facts of the next frame.
    package mutating func take(_ facts: [Fact]) {
        guard findings.count < Self.mostFindings else { return }
        if plans > 0, facts.contains(where: \.isOpening) { planner = record }
        for fact in facts { record.apply(fact) }
        let planned = facts.compactMap { if case .planned(let at) = $0 { at } else { nil } }.last
        // The last word is no plan's.
        let facts = facts.filter { !$0.isClosing && !$0.isMoment }
        guard !facts.isEmpty || planned != nil else { return }
        plans += 1
        let taken = facts.prefix { !$0.isDecision }.count
        // Those at its end that were lost may have been decided so, or told by an executor.
        let lost = facts[..<taken].reversed().prefix { $0.isLoss }.count
        var first: String?
        for border in stride(from: taken - lost, through: taken, by: 1) {
            var copy = planner
            let moment = planned ?? moment(of: facts, behind: border)
            guard let finding = copy.differs(facts, takenUpTo: border, at: moment) else {
                planner = copy
                decisions += facts.count - border
                now = moment
                return
            }
            first = first ?? finding
        }
        findings.append("plan \(plans): \(first ?? "")")
        planner = record
    }

    /// When the plan was made: what it decided says so; where it decided nothing, and the record is so old that it does
    /// not say, the last that it was told.
    private func moment(of facts: [Fact], behind border: Int) -> Instant {
        let decided = facts[border...].lazy.compactMap(\.decidedAt).first
        return decided ?? facts.compactMap(\.toldAt).reduce(now, max)
    }
}

extension Planner {
    /// What is otherwise than recorded when the first of these facts are taken and it plans; none: it decides the same.
    fileprivate mutating func differs(_ facts: [Fact], takenUpTo border: Int, at now: Instant) -> String? {
        for fact in facts[..<border] {
            do { try take(fact, at: now) } catch { return "\(fact) was refused: \(error)" }
        }
        let decided = plan(at: now).record.dropFirst(border)
        guard !decided.elementsEqual(facts[border...]) else { return nil }
        let position = zip(decided, facts[border...]).prefix { $0 == $1 }.count
        let (own, recorded) = (decided.dropFirst(position).first, facts[border...].dropFirst(position).first)
        return "\(own.map { "\($0)" } ?? "nothing") instead of \(recorded.map { "\($0)" } ?? "nothing")"
    }
}

extension Fact {
    fileprivate var isOpening: Bool { if case .runOpened = self { true } else { false } }
    fileprivate var isClosing: Bool { if case .runClosed = self { true } else { false } }

    fileprivate var isMoment: Bool { if case .planned = self { true } else { false } }

    fileprivate var isLoss: Bool {
        if case .attemptEnded(let end) = self { end.outcome == .lost } else { false }
    }

    /// Whether only a planner says so.
    fileprivate var isDecision: Bool {
        switch self {
        case .attemptsHandedOver, .taskReturned, .taskFailed, .tasksSkipped, .tasksReleased, .adjustmentDecided: true
        default: false
        }
    }

    /// The moment of something that was told, as whoever told it said.
    fileprivate var toldAt: Instant? {
        switch self {
        case .runOpened(_, let at), .planningConfigured(_, let at), .nodeJoined(_, let at), .nodeLost(_, let at),
            .nodeSilent(_, let at),
            .nodeHeard(_, let at), .nodeDraining(_, let at), .nodeAvailable(_, let at),
            .jobsSubmitted(_, _, _, let at), .jobsPaused(_, let at), .jobsUnpaused(_, let at),
            .jobChanged(_, _, let at), .jobsRemoved(_, let at), .attemptStarted(_, let at),
            .attemptsTakenBack(_, _, let at), .attemptAdjusted(_, _, let at), .adjustmentFailed(_, _, _, let at),
            .jobsFrozen(_, let at), .tasksCancelled(_, let at), .retryRequested(_, let at), .tasksRetried(_, let at),
            .heldBack(let at), .resumed(let at), .coresKeptByOthers(_, _, let at):
            at
        case .attemptEnded(let end): end.endedAt
        default: nil
        }
    }
}
