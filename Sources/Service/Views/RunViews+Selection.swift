package import Dialects
package import Model

extension History {
    /// The jobs and the parts of jobs that a selection names; without any name, all jobs with the tag.
    ///
    /// - Throws: when a name or an iteration does not exist.
    package func choices(of selection: TaskSelection) throws(Refusal) -> [Choice] {
        var choices: [Choice] = []
        if selection.selectors.isEmpty { choices = present.map { Choice($0) } }
        for selector in selection.selectors { choices.append(try Choice(selector, in: self)) }
        guard let tag = selection.tag else { return choices }
        return choices.filter { $0.record.job.tags.contains(tag) }
    }
}

/// What a selection of tasks means.
extension RunViews {
    /// The tasks it means, in ranges as long as they can be.
    ///
    /// - Cost: where a state is asked for, a look at each task of the jobs that have tasks in it.
    package func ranges(of selection: TaskSelection) throws(Refusal) -> [TaskRange] {
        var ranges: [TaskRange] = []
        for choice in try history.choices(of: selection) {
            let job = choice.record.identifier
            let wanted = choice.iterations ?? choice.record.job.iterations.indices
            guard let state = selection.state else {
                ranges.append(TaskRange(job: job, iterations: wanted))
                continue
            }
            guard settledCounts(of: choice.record)[state] > 0 else { continue }
            for iteration in wanted where isIn(state, TaskIdentifier(job: job, iteration: iteration)) {
                if let last = ranges.last, last.job == job, last.iterations.upperBound == iteration {
                    ranges[ranges.count - 1].iterations = last.iterations.lowerBound..<(iteration + 1)
                } else {
                    ranges.append(TaskRange(job: job, iterations: iteration..<(iteration + 1)))
                }
            }
        }
        return ranges
    }

    /// How the tasks it means stand.
    package func counts(of selection: TaskSelection) throws(Refusal) -> StateCounts {
        var counts = StateCounts()
        for choice in try history.choices(of: selection) {
            guard let iterations = choice.iterations else {
                counts += settledCounts(of: choice.record)
                continue
            }
            for iteration in iterations {
                counts[settledState(of: TaskIdentifier(job: choice.record.identifier, iteration: iteration))] += 1
            }
        }
        guard let state = selection.state else { return counts }
        var chosen = StateCounts()
        chosen[state] = counts[state]
        return chosen
    }
}
