internal import Model

/// A workload of people who sit down, submit the same several times, and go; much of it is broken off at once.
///
/// What the jobs of one user take is not known before, but much like what the last ones took; the limits that they ask
/// for say little. Such is what batch systems record.
///
/// - Source: users' sessions (Zakay and Feitelson 2013), their last two jobs as a prediction (Tsafrir, Etsion and
///   Feitelson 2007).
package struct Sittings: Sendable, Hashable {
    package var users: Int
    /// Of the machine's cores, the part that is asked for from the first arrival to the last.
    package var load: Double

    package init(users: Int, load: Double) {
        self.users = users
        self.load = load
    }

    private struct Habit {
        var cores: Int
        var limit: Double
        var typical: Double
    }

    private struct Submission {
        var user: Int
        var habit: Habit
        var offset: Double
        var runTime: Double
    }

    private static let widths = Distribution.choice(
        [(1, 8), (2, 4), (4, 4), (8, 3), (16, 2), (32, 1), (64, 0.2)].map { .init($0.0, weight: $0.1) })
    // Hours, a day, a week: the queues that batch systems have.
    private static let limits = Distribution.choice(
        [(7200, 3), (86_400, 5), (345_600, 2), (604_800, 2)].map { .init($0.0, weight: $0.1) })
    private static let brokenOff = Distribution.uniform(1...20)
    private static let pauses = Distribution.exponential(mean: 60)
    private static let sizes = Distribution.exponential(mean: 12)
    private static let habitsOfOne = 3

    /// - Parameters:
    ///   - count: how many jobs come.
    ///   - cores: of the machine; no job asks for more.
    /// - Order: as they arrive.
    package func arrivals(_ count: Int, cores: Int, seed: UInt64) -> [WorkloadRehearsal.Arrival] {
        var numbers = SeededNumbers(seed: seed)
        let habits = (0..<users * Self.habitsOfOne).map { _ in Self.habit(atMost: cores, using: &numbers) }
        var sittings: [[Submission]] = []
        var total = 0
        var area = 0.0
        while total < count {
            let user = numbers.position(among: Array(repeating: 1, count: users))
            let choice = numbers.position(among: Array(repeating: 1, count: Self.habitsOfOne))
            let habit = habits[user * Self.habitsOfOne + choice]
            let size = min(count - total, 1 + Int(Self.sizes.draw(using: &numbers)))
            sittings.append(Self.sitting(of: user, habit, size, using: &numbers))
            total += size
            area += sittings[sittings.count - 1].reduce(0) { $0 + $1.runTime * Double(habit.cores) }
        }
        let span = area / (Double(cores) * load)
        let arrivals = sittings.flatMap { sitting in
            let begin = Distribution.uniform(0...span).draw(using: &numbers)
            return sitting.map { (at: Int64(begin + $0.offset), submission: $0) }
        }
        return arrivals.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .enumerated().map { Self.arrival($0.offset, of: $0.element.element.submission, at: $0.element.element.at) }
    }

    private static func habit(atMost cores: Int, using numbers: inout SeededNumbers) -> Habit {
        let limit = limits.draw(using: &numbers)
        return Habit(
            cores: min(cores, Int(widths.draw(using: &numbers))), limit: limit,
            typical: Distribution.logUniform(60...limit / 2).draw(using: &numbers))
    }

    private static func sitting(
        of user: Int, _ habit: Habit, _ size: Int, using numbers: inout SeededNumbers
    ) -> [Submission] {
        // One sitting of six is of a program that does not work yet; else one job of ten breaks off.
        let brokenPart = numbers.unit() < 1.0 / 6 ? 1 : 0.1
        var offset = 0.0
        return (0..<size).map { _ in
            offset += pauses.draw(using: &numbers)
            let works = Distribution.normal(mean: habit.typical, deviation: habit.typical / 5)
            let runTime = (numbers.unit() < brokenPart ? brokenOff : works).draw(using: &numbers)
            return Submission(
                user: user, habit: habit, offset: offset, runTime: min(max(1, runTime.rounded()), habit.limit))
        }
    }

    private static func arrival(_ number: Int, of submission: Submission, at: Int64) -> WorkloadRehearsal.Arrival {
        var job = Job(name: "job-\(number)", command: Command(action: .script("")))
        job.user = "user-\(submission.user)"
        job.request = Request(cores: Cores(submission.habit.cores))
        job.request.wallTime = .seconds(Int64(submission.habit.limit))
        return WorkloadRehearsal.Arrival(
            job: job, at: Instant.zero + .seconds(at), runTime: .seconds(Int64(submission.runTime)))
    }
}
