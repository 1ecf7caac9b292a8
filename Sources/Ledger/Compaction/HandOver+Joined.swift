internal import Model

extension HandOver {
    /// Both as one, when the other was handed over at the same moment to follow this one on the same cores.
    func joined(with next: HandOver) -> HandOver? {
        let end = firstAttempt.number + count
        guard next.firstAttempt.number == end, next.after?.number == end - 1, next.at == at,
            next.placement == placement
        else { return nil }
        var joined = self
        for range in next.tasks {
            if let last = joined.tasks.last, last.job == range.job,
                last.iterations.upperBound == range.iterations.lowerBound
            {
                let whole = last.iterations.lowerBound..<range.iterations.upperBound
                joined.tasks[joined.tasks.count - 1].iterations = whole
            } else {
                joined.tasks.append(range)
            }
        }
        return joined
    }
}
