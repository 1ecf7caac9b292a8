import Model

/// How long attempts ran that have ended, by what they were attempts of and whose.
///
/// - Cost: O(1) for each end and each question; at most `limit` subjects are remembered, those of last.
struct Experience: Sendable, Hashable {
    private var times: [Subject: RecentTimes] = [:]
    private var touches = 0

    // 10,000: some megabytes at most; more kinds than that are no kinds, but a name for every job.
    static let limit = 10_000

    /// Of whom or what run times are remembered.
    enum Subject: Sendable, Hashable {
        case kind(Kind)
        case userAndKind(String, Kind)
        case user(String)
    }

    /// What a job is like: those of the same name, or of the same request when they have none.
    enum Kind: Sendable, Hashable {
        case named(String)
        case requestClass(Int)
    }

    /// Takes how long an attempt ran.
    mutating func take(_ took: Duration, user: String, kind: Kind) {
        touches += 1
        note(took, of: .kind(kind))
        guard !user.isEmpty else { return }
        note(took, of: .userAndKind(user, kind))
        note(took, of: .user(user))
    }

    /// The median of the last few of its kind; none when none has ended.
    func profile(of kind: Kind) -> Duration? { times[.kind(kind)]?.median }

    /// The mean of the last two of the same user and kind; with fewer, of the same user whatever their kind; without a
    /// user, of the same kind.
    ///
    /// - Source: the user's last two serve in "Backfilling using system-generated predictions rather than user runtime
    ///   estimates" (Tsafrir, Etsion and Feitelson 2007).
    func lastTwo(of kind: Kind, user: String) -> Duration? {
        if user.isEmpty { return times[.kind(kind)]?.meanOfLastTwo }
        return times[.userAndKind(user, kind)]?.meanOfLastTwo ?? times[.user(user)]?.meanOfLastTwo
    }

    private mutating func note(_ took: Duration, of subject: Subject) {
        times[subject, default: RecentTimes()].take(took, touch: touches)
        if times.count > Self.limit { forgetOldest() }
    }

    /// Half of it, so that this is rarely done.
    private mutating func forgetOldest() {
        let border = times.values.map(\.touch).sorted()[Self.limit / 2]
        times = times.filter { $0.value.touch >= border }
    }
}
