import Model

/// Attempts that run one after another on the same cores; one alone is a chain of one.
struct Chain: Sendable, Hashable {
    /// What it holds: while an adjustment is not answered, what it had and what it is to have.
    var placement: Placement
    /// The class its members were taken from; only its tasks may be handed ahead here.
    var requestClass: Int
    /// The first member that has not ended.
    private(set) var first: AttemptIdentifier?
    /// Those behind it, in the order they run, from `head` on.
    private var behind: [AttemptIdentifier] = []
    private var head = 0
    /// When a member last ended, or the first was handed over.
    var progressedAt: Instant

    init(placement: Placement, requestClass: Int, progressedAt: Instant) {
        self.placement = placement
        self.requestClass = requestClass
        self.progressedAt = progressedAt
    }

    var count: Int { (first == nil ? 0 : 1) + behind.count - head }
    var last: AttemptIdentifier? { head < behind.count ? behind.last : first }
    /// Those that have not ended, in the order they run.
    var members: [AttemptIdentifier] { first.map { [$0] + behind[head...] } ?? [] }
    /// Those of them behind the first.
    var waiting: ArraySlice<AttemptIdentifier> { behind[head...] }

    mutating func append(_ attempt: AttemptIdentifier) {
        if first == nil { first = attempt } else { behind.append(attempt) }
    }

    mutating func remove(_ attempt: AttemptIdentifier) {
        if first == attempt {
            first = waiting.first
            guard first != nil else { return }
            head += 1
            guard head * 2 > behind.count else { return }
            behind.removeFirst(head)
            head = 0
        } else if let position = waiting.firstIndex(of: attempt) {
            behind.remove(at: position)
        }
    }
}
