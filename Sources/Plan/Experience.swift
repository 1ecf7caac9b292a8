import Model

/// How long attempts ran that have ended, by what they were attempts of and whose.
///
/// - Cost: O(1) for each end and each question; at most `limit` subjects are remembered, those of last.
struct Experience: Sendable, Hashable {
    /// Of whom something was taken of late, and of whom before that; when these are half of all, those are forgotten.
    private var recent: [Subject: RecentTimes] = [:]
    private var earlier: [Subject: RecentTimes] = [:]

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
        note(took, of: .kind(kind))
        guard !user.isEmpty else { return }
        note(took, of: .userAndKind(user, kind))
        note(took, of: .user(user))
    }

    /// The median of the last few of its kind; none when none has ended.
    func profile(of kind: Kind) -> Duration? { times(of: .kind(kind))?.median }

    /// The mean of the last two of the same user and kind; with fewer, of the same user whatever their kind; without a
    /// user, of the same kind.
    ///
    /// - Source: the user's last two serve in "Backfilling using system-generated predictions rather than user runtime
    ///   estimates" (Tsafrir, Etsion and Feitelson 2007).
    func lastTwo(of kind: Kind, user: String) -> Duration? {
        if user.isEmpty { return times(of: .kind(kind))?.meanOfLastTwo }
        return times(of: .userAndKind(user, kind))?.meanOfLastTwo ?? times(of: .user(user))?.meanOfLastTwo
    }

    private func times(of subject: Subject) -> RecentTimes? { recent[subject] ?? earlier[subject] }

    private mutating func note(_ took: Duration, of subject: Subject) {
        if let position = recent.index(forKey: subject) {
            recent.values[position].take(took)
            return
        }
        var times = earlier.removeValue(forKey: subject) ?? RecentTimes()
        times.take(took)
        recent[subject] = times
        guard recent.count >= Self.limit / 2 else { return }
        earlier = recent
        recent = [:]
    }
}
