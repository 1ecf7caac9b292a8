internal import Dialects
internal import Model
internal import Plan
internal import Rehearsal

/// When what waits of a job should start, by the present plan and, where that was asked, by another.
struct Starts {
    private let indices: Range<Int>
    private let present: Forecast
    private let other: (name: String, forecast: Forecast)?

    // 100,000: less than a second of work; who wants to look further asks for a forecast.
    private static let endsLookedAt = 100_000

    /// - Parameter planner: a copy, under the policy that is in force.
    init(of job: JobIdentifier, _ planner: Planner, other: OtherPolicy?, at now: Instant) {
        indices = planner.job(job).iterations.indices
        present = Forecast(of: planner, at: now, detailed: job, atMost: Self.endsLookedAt)
        self.other = other.map { other in
            let planner = planner.configured(policy: other.policy)
            return (other.name, Forecast(of: planner, at: now, detailed: job, atMost: Self.endsLookedAt))
        }
    }

    /// Whether an explanation is of something that waits.
    static func concern(_ page: ViewPage<ExplanationView>) -> Bool { page.elements.contains(where: \.waits) }

    /// Adds them to explanations of what waits.
    func add(to page: inout ViewPage<ExplanationView>) {
        for position in page.elements.indices where page.elements[position].waits {
            let number = page.elements[position].task.split(separator: ":").last.flatMap { Int($0) }
            let iteration = number.flatMap { indices.contains($0) ? $0 : nil } ?? indices.lowerBound
            if let times = present.times[iteration] { page.elements[position].add(startsAt: times.startsAt) }
            if let other {
                page.elements[position].add(other.forecast.times[iteration]?.startsAt, under: other.name)
            }
        }
    }
}

extension ExplanationView {
    fileprivate var waits: Bool { state == .waiting || state == .ready }

    /// By the present plan. One moment is told in words: where a sentence has one, it is a date that comes before.
    fileprivate mutating func add(startsAt start: Instant) {
        startsAt = start
        guard moment == nil else { return }
        sentences.append("By the present plan it starts at \(Dates.text(start)).")
        moment = start
    }

    /// - Parameter start: none where none is in sight.
    fileprivate mutating func add(_ start: Instant?, under policy: String) {
        otherStartsAt = start
        let when = start.map { "it would start at \(Dates.text($0))" } ?? "no start is in sight"
        sentences.append("Under \(policy) \(when).")
    }
}
