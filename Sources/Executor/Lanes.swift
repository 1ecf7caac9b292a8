package import Model

/// Which lane of the launcher runs which attempts.
///
/// A lane runs one attempt at a time; what is handed ahead behind an attempt goes to its lane. Pure: the shell around
/// it talks to the launcher.
package struct Lanes: Sendable, Hashable {
    /// By lane, the attempts that have not ended, in the order they run.
    private var attempts: [[AttemptIdentifier]] = []
    private var laneOfAttempt: [AttemptIdentifier: Int] = [:]
    /// Lanes with nothing to do; the one that was used last is taken first, since its files are open.
    private var idle: [Int] = []

    package init() {}

    /// Whether every lane in use has so many attempts before it.
    package func haveAtLeast(_ supply: Int) -> Bool {
        attempts.allSatisfy { $0.isEmpty || $0.count >= supply } && idle.count < attempts.count
    }

    package var count: Int { attempts.count }
    package var attemptCount: Int { laneOfAttempt.count }
    package func lane(of attempt: AttemptIdentifier) -> Int? { laneOfAttempt[attempt] }
    package func attempts(in lane: Int) -> [AttemptIdentifier] { lane < attempts.count ? attempts[lane] : [] }

    /// The lane for attempts that take over from `after`, or for new ones when it has ended or there is none.
    package mutating func take(_ new: Range<Int>, after: AttemptIdentifier?) -> Int {
        let lane: Int
        if let after, let its = laneOfAttempt[after] {
            lane = its
        } else if let unused = idle.popLast() {
            lane = unused
        } else {
            lane = attempts.count
            attempts.append([])
        }
        for number in new {
            attempts[lane].append(AttemptIdentifier(number))
            laneOfAttempt[AttemptIdentifier(number)] = lane
        }
        return lane
    }

    /// Forgets an attempt that ended or was taken back; answers its lane.
    @discardableResult
    package mutating func remove(_ attempt: AttemptIdentifier) -> Int? {
        guard let lane = laneOfAttempt.removeValue(forKey: attempt) else { return nil }
        if let position = attempts[lane].firstIndex(of: attempt) { attempts[lane].remove(at: position) }
        if attempts[lane].isEmpty { idle.append(lane) }
        return lane
    }
}
