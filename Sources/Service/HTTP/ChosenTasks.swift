internal import Dialects
internal import Model

/// The tasks of one job that a change is about.
struct ChosenTasks: Sendable, Hashable {
    var job: JobIdentifier
    var name: String
    /// Those that have ended may be among them, since no change concerns these.
    var ranges: [Range<Int>]
    /// How many of them have not ended.
    var open: Int
    /// How many of the job's, or of those that are named, have failed, were cancelled or skipped.
    var unsuccessful: Int
    /// Whether these are all of the job's.
    var isWhole = true

    /// All of a job's.
    init(_ record: JobRecord) {
        job = record.identifier
        name = record.job.name
        ranges = [record.job.iterations.indices]
        open = record.counts.total - record.counts.ended
        unsuccessful = record.counts.unsuccessful
    }

    /// - Throws: when something that is named does not exist.
    static func read(_ selection: TaskSelection, in views: RunViews) throws -> [ChosenTasks] {
        try choices(selection, in: views).map { choice in
            guard let state = selection.state else { return whole(choice, in: views.history) }
            return part(of: choice, in: state, views)
        }
    }

    /// The same for what concerns jobs as a whole.
    ///
    /// - Throws: when only a part of a job is named.
    static func readWhole(_ selection: TaskSelection, in views: RunViews, _ verb: String) throws -> [ChosenTasks] {
        try choices(selection, in: views).map { choice in
            guard choice.iterations == nil || !choice.record.job.iterations.isIterated else {
                let name = choice.record.job.name
                throw Problem(
                    400, "a job \(verb) as a whole, and only a part of \"\(name)\" is named. Name \"\(name)\".")
            }
            return whole(choice, in: views.history)
        }
    }

    /// What of it has ended without success, where there is any.
    ///
    /// - Throws: when something that is named does not exist.
    static func readUnsuccessful(_ selection: TaskSelection, in views: RunViews) throws -> [ChosenTasks] {
        try choices(selection, in: views).map { choice in
            var chosen = whole(choice, in: views.history)
            guard selection.state != nil || !chosen.isWhole else { return chosen }
            chosen.isWhole = false
            let range = choice.iterations ?? choice.record.job.iterations.indices
            chosen.ranges = views.history.ranges(of: chosen.job, in: range) { state in
                state.isFinal && state != .succeeded && state == selection.state ?? state
            }
            chosen.unsuccessful = chosen.ranges.reduce(0) { $0 + $1.count }
            return chosen
        }.filter { $0.unsuccessful > 0 }
    }

    /// What the selectors mean, or every job; of these, those with the tag and with tasks in the state.
    private static func choices(_ selection: TaskSelection, in views: RunViews) throws -> [Choice] {
        let named =
            selection.selectors.isEmpty
            ? try views.history.present.map { try Choice(.job($0.job.name), in: views.history) }
            : try selection.selectors.map { try Routes.choice($0, in: views.history) }
        return named.filter { choice in
            if let tag = selection.tag, !choice.record.job.tags.contains(tag) { return false }
            guard let state = selection.state else { return true }
            return views.settledCounts(of: choice.record)[state] > 0
        }
    }

    private static func whole(_ choice: Choice, in history: History) -> ChosenTasks {
        let record = choice.record
        let range = choice.iterations ?? record.job.iterations.indices
        var chosen = ChosenTasks(record)
        guard range.count < record.counts.total else { return chosen }
        chosen.isWhole = false
        chosen.ranges = [range]
        chosen.open = range.count { iteration in
            history.state(of: TaskIdentifier(job: record.identifier, iteration: iteration))?.isFinal == false
        }
        return chosen
    }

    /// - Cost: a look at a byte for each task of the choice.
    private static func part(of choice: Choice, in state: TaskState, _ views: RunViews) -> ChosenTasks {
        var chosen = whole(choice, in: views.history)
        chosen.isWhole = false
        chosen.ranges = []
        chosen.open = 0
        guard !state.isFinal else { return chosen }
        var start: Int?
        let range = choice.iterations ?? choice.record.job.iterations.indices
        for iteration in range {
            let settled = views.settledState(of: TaskIdentifier(job: chosen.job, iteration: iteration))
            if settled == state {
                start = start ?? iteration
                chosen.open += 1
            } else if !settled.isFinal, let first = start {
                chosen.ranges.append(first..<iteration)
                start = nil
            }
        }
        if let start { chosen.ranges.append(start..<range.upperBound) }
        return chosen
    }
}

extension History {
    /// The iterations whose tasks are in a wanted state, as ranges.
    fileprivate func ranges(
        of job: JobIdentifier, in range: Range<Int>, _ isWanted: (TaskState) -> Bool
    ) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for iteration in range {
            let task = TaskIdentifier(job: job, iteration: iteration)
            guard let state = state(of: task), isWanted(state) else { continue }
            if let last = ranges.last, last.upperBound == iteration {
                ranges[ranges.count - 1] = last.lowerBound..<iteration + 1
            } else {
                ranges.append(iteration..<iteration + 1)
            }
        }
        return ranges
    }
}
