import Model

/// Jobs of one user and kind that have not ended, and what of them runs; kept where the order tries kinds out.
///
/// - Shape: whoever left is dropped when its family is next looked at; a family without anybody is forgotten.
struct Families: Sendable, Hashable {
    struct Name: Sendable, Hashable {
        var user: String
        var kind: Experience.Kind
    }

    struct Family: Sendable, Hashable {
        /// The numbers of its jobs, ascending.
        var members: [Int] = []
        /// Its attempts in motion, in the order in which they were handed over.
        var running: [AttemptIdentifier] = []
        var outlook = Outlook()
    }

    /// What is to be expected of the next of a family.
    struct Outlook: Sendable, Hashable {
        /// What earlier attempts say; none: what its request says.
        var learned: Duration?
        /// Whether none of it runs, so that the next one shows what its like take.
        var isTrial = true

        // 10 s: the shortest run that the bounded slowdown tells apart.
        private static let shortestTrial = 10_000

        /// - Parameter asked: how long its request says.
        /// - Parameter limit: longer it may not run.
        func expectedTime(asked: Duration, limit: Duration?) -> Duration {
            let learned = learned ?? asked
            let expected = min(learned, limit ?? learned)
            // Milliseconds, so that the product of two stays within 64 bits.
            let milliseconds = Int(expected.nanoseconds / 1_000_000)
            guard isTrial, milliseconds > Self.shortestTrial else { return expected }
            // The geometric mean: it may be over in no time, or take as long as is expected.
            return .milliseconds(Int64(Self.root(of: Self.shortestTrial * milliseconds)))
        }

        /// The largest whole number whose square is no larger.
        private static func root(of square: Int) -> Int {
            var root = square
            var next = (square + 1) / 2
            while next < root {
                root = next
                next = (root + square / root) / 2
            }
            return root
        }
    }

    private var families: [Name: Family] = [:]
    /// Of each user who has a name, in the order in which they came.
    private var kinds: [String: [Experience.Kind]] = [:]

    subscript(name: Name) -> Family? { families[name] }

    /// Those whose outlook may change with this one's: an end tells of all that its user has.
    func related(to name: Name) -> [Name] {
        guard !name.user.isEmpty else { return [name] }
        return (kinds[name.user] ?? []).map { Name(user: name.user, kind: $0) }
    }

    mutating func join(_ number: Int, _ name: Name) {
        if families[name] == nil, !name.user.isEmpty { kinds[name.user, default: []].append(name.kind) }
        let position = families[name]?.members.leading { $0 < number } ?? 0
        guard families[name].map({ position == $0.members.count || $0.members[position] != number }) ?? true else {
            return
        }
        families[name, default: Family()].members.insert(number, at: position)
    }

    mutating func begin(_ attempt: AttemptIdentifier, of name: Name) { families[name]?.running.append(attempt) }

    mutating func end(_ attempt: AttemptIdentifier, of name: Name) {
        families[name]?.running.removeAll { $0 == attempt }
    }

    mutating func expect(_ outlook: Outlook, of name: Name) { families[name]?.outlook = outlook }

    /// Forgets members, and the family when it has nobody left.
    mutating func keep(_ members: [Int], of name: Name) {
        families[name]?.members = members
        guard members.isEmpty, families[name]?.running.isEmpty ?? false else { return }
        families[name] = nil
        kinds[name.user]?.removeAll { $0 == name.kind }
        if kinds[name.user]?.isEmpty ?? false { kinds[name.user] = nil }
    }
}
