import Model

/// Attempts that run one after another on the same cores; one alone is a chain of one.
struct Chain: Sendable, Hashable {
    /// What it holds: while an adjustment is not answered, what it had and what it is to have.
    var placement: Placement
    /// The class its members were taken from; only its tasks may be handed ahead here.
    var requestClass: Int
    /// The members that have not ended, in the order they run.
    private(set) var members: [AttemptIdentifier]
    private var head = 0
    /// When a member last ended, or the first was handed over.
    var progressedAt: Instant

    init(placement: Placement, requestClass: Int, progressedAt: Instant) {
        self.placement = placement
        self.requestClass = requestClass
        self.progressedAt = progressedAt
        members = []
    }

    var count: Int { members.count - head }
    var first: AttemptIdentifier? { head < members.count ? members[head] : nil }
    var last: AttemptIdentifier? { count > 0 ? members.last : nil }
    /// Those that have not ended, in the order they run.
    var waiting: ArraySlice<AttemptIdentifier> { members[head...] }

    mutating func append(_ attempt: AttemptIdentifier) { members.append(attempt) }

    mutating func remove(_ attempt: AttemptIdentifier) {
        if first == attempt {
            head += 1
            guard head * 2 > members.count else { return }
            members.removeFirst(head)
            head = 0
        } else if let position = waiting.firstIndex(of: attempt) {
            members.remove(at: position)
        }
    }
}

/// An attempt that was handed over and has not ended.
struct Motion: Sendable, Hashable {
    let task: TaskIdentifier
    /// The slot of its chain.
    let chain: Int
    var startedAt: Instant?
    /// How often it was asked to change its place or to pause.
    var adjustments = 0
    /// What it was asked and has not answered, and where it was before.
    var pending: PendingAdjustment?
    /// Since when it is paused.
    var pausedAt: Instant?
    /// How long it was paused before that.
    var pausedFor = Duration.zero
    /// Whether it could not be adjusted, and is not asked again.
    var isRigid = false

    struct PendingAdjustment: Sendable, Hashable {
        var adjustment: Adjustment
        var before: Placement
    }

    /// How long it has run, without the time for which it was paused.
    func runTime(at now: Instant) -> Duration {
        guard let startedAt else { return .zero }
        return (pausedAt ?? now) - startedAt - pausedFor
    }
}
