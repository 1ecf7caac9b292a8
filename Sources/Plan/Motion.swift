import Model

/// An attempt that was handed over and has not ended.
struct Motion: Sendable, Hashable {
    let task: TaskIdentifier
    /// The slot of its chain.
    let chain: Int
    var startedAt: Instant?
    /// Since when it has had cores without a break.
    var runsSince: Instant?
    /// Elsewhere, since most are never adjusted, and every end and every start looks at some that are in motion.
    private var touched = Touched.never

    private indirect enum Touched: Sendable, Hashable {
        case never
        case adjusted(Changes)
    }

    private struct Changes: Sendable, Hashable {
        var adjustments = 0
        var pending: PendingAdjustment?
        var pausedAt: Instant?
        var resting: Placement?
        var yieldedTo: [TaskIdentifier] = []
        var pausedFor = Duration.zero
        var isRigid = false
    }

    struct PendingAdjustment: Sendable, Hashable {
        var adjustment: Adjustment
        var before: Placement
    }

    private var changes: Changes {
        get { if case .adjusted(let changes) = touched { changes } else { Changes() } }
        set { touched = .adjusted(newValue) }
    }

    init(task: TaskIdentifier, chain: Int, startedAt: Instant? = nil) {
        self.task = task
        self.chain = chain
        self.startedAt = startedAt
    }

    /// How often it was asked to change its place or to pause.
    var adjustments: Int {
        get { changes.adjustments }
        set { changes.adjustments = newValue }
    }

    /// What it was asked and has not answered, and where it was before.
    var pending: PendingAdjustment? {
        get { changes.pending }
        set { changes.pending = newValue }
    }

    /// Since when it is paused.
    var pausedAt: Instant? {
        get { changes.pausedAt }
        set { changes.pausedAt = newValue }
    }

    /// What it had when it was last asked to pause, until it goes on.
    var resting: Placement? {
        get { changes.resting }
        set { changes.resting = newValue }
    }

    /// Those for whom it was paused; it is not paused for them again.
    var yieldedTo: [TaskIdentifier] {
        get { changes.yieldedTo }
        set { changes.yieldedTo = newValue }
    }

    /// How long it was paused before that.
    var pausedFor: Duration {
        get { changes.pausedFor }
        set { changes.pausedFor = newValue }
    }

    /// Whether it could not be adjusted, and is not asked again.
    var isRigid: Bool {
        get { changes.isRigid }
        set { changes.isRigid = newValue }
    }

    private var isUntouched: Bool { if case .never = touched { true } else { false } }

    /// For how long it has been paused, all in all.
    func rested(at now: Instant) -> Duration {
        isUntouched ? .zero : pausedFor + (pausedAt.map { now - $0 } ?? .zero)
    }

    /// How long it has run, without the time for which it was paused.
    func runTime(at now: Instant) -> Duration {
        guard let startedAt else { return .zero }
        guard !isUntouched else { return now - startedAt }
        return (pausedAt ?? now) - startedAt - pausedFor
    }
}
