import Model

/// How much those who share the machine have used of it, of which half is forgotten after a while.
///
/// - Units: what was used in thousandths of a core times milliseconds.
/// - Shape: forgetting goes by steps, 64 to a half-life and the same for all, so that the order of two changes by what
///   they use and not by when it was looked at.
/// - Cost: O(1) a change; O(groups × steps) when steps of forgetting have passed.
struct FairShares: Sendable, Hashable {
    /// Whose use counts together.
    enum Group: Sendable, Hashable {
        case tag(String)
        case user(String)
        /// Those of whom nobody said.
        case others

        init(of job: Job) {
            self = job.tags.first.map(Self.tag) ?? (job.user.isEmpty ? .others : .user(job.user))
        }
    }

    private struct Account: Sendable, Hashable {
        var used: Int64 = 0
        /// What it has now, in thousandths of a core.
        var width: Int64 = 0
        /// Up to when its use is counted.
        var countedTo = Instant.zero
    }

    /// None: nothing is counted.
    let halfLife: Duration?
    private var numbers: [Group: Int] = [:]
    private var accounts: [Account] = []
    /// How many steps of forgetting have been done.
    private var steps: Int64 = 0

    init(halfLife: Duration? = nil) { self.halfLife = halfLife }

    /// The number of the group a job belongs to, given when it is first asked for; none: nothing is counted.
    mutating func number(of job: Job) -> Int? {
        guard halfLife != nil else { return nil }
        let group = Group(of: job)
        if let known = numbers[group] { return known }
        numbers[group] = accounts.count
        accounts.append(Account())
        return accounts.count - 1
    }

    /// From now on a group has so much more, or less.
    mutating func change(_ number: Int, by width: Cores, at: Instant) {
        advance(to: at)
        count(number, to: at)
        accounts[number].width += width.thousandths
    }

    /// Who has the smaller figure is served before: what each has used by now, and would by the next step if it went on
    /// so. Without the latter whoever has used least would get everything that comes free at once.
    func figure(of number: Int, at now: Instant) -> Int64 {
        let account = accounts[number]
        let ahead = Self.product(account.width, max((now - account.countedTo).nanoseconds / 1_000_000, 0) + stepLength)
        let (sum, isTooLarge) = account.used.addingReportingOverflow(ahead)
        return isTooLarge ? .max : sum
    }

    /// Forgets what is to be forgotten by now.
    mutating func advance(to now: Instant) {
        guard halfLife != nil else { return }
        let reached = now.nanoseconds / 1_000_000 / stepLength
        guard reached > steps else { return }
        // Before the first thing that is counted there is nothing to forget.
        if accounts.allSatisfy({ $0.used == 0 && $0.width == 0 }) { steps = reached }
        // After 64 half-lives nothing is left but what is used now.
        steps = max(steps, reached - 64 * 64)
        while steps < reached {
            steps += 1
            let at = Instant(nanoseconds: steps * stepLength * 1_000_000)
            for number in accounts.indices {
                count(number, to: at)
                accounts[number].used = Self.rest(of: accounts[number].used)
            }
        }
    }

    /// - Unit: milliseconds.
    private var stepLength: Int64 { max((halfLife ?? .zero).nanoseconds / 1_000_000 / 64, 1) }

    private mutating func count(_ number: Int, to at: Instant) {
        let account = accounts[number]
        let passed = (at - account.countedTo).nanoseconds / 1_000_000
        guard passed > 0 else { return }
        // Only whole milliseconds, so that none is lost between two changes.
        accounts[number].countedTo = account.countedTo + .milliseconds(passed)
        let (sum, isTooLarge) = account.used.addingReportingOverflow(Self.product(account.width, passed))
        accounts[number].used = isTooLarge ? .max : sum
    }

    /// What a step of forgetting leaves.
    private static func rest(of used: Int64) -> Int64 {
        let (high, low) = used.multipliedFullWidth(by: kept)
        return high << 32 | Int64(low >> 32)
    }

    private static func product(_ left: Int64, _ right: Int64) -> Int64 {
        let (product, isTooLarge) = left.multipliedReportingOverflow(by: right)
        return isTooLarge ? .max : product
    }

    // 2^32 × 2^(-1/64): what a step of forgetting keeps.
    private static let kept: Int64 = 4_248_701_965
}
