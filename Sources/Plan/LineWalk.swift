import Model

/// Walks along the waiting line job by job: a class's jobs stand in it apart, where their tasks' turns are.
///
/// - Order: the ranks of the jobs' first tasks; a class of which nothing starts any more is to be `leave`d job by job.
/// - Cost: O(log waiting classes + jobs that are walked past of the same class) for each step.
struct LineWalk {
    struct Stop {
        var requestClass: Int
        var key: LineKey
        /// Its first ready iteration, and how many are ready.
        var first: Int
        var count: Int
    }

    /// Classes whose first job was walked past, the next at the end.
    private var left: [(key: LineKey, requestClass: Int, offset: Int)] = []
    /// The rank of the last class whose first job was walked past.
    private(set) var last: Rank?

    /// The job whose turn is next; the same again until it is left, or its tasks have been started.
    func next(in state: Planner.State, where suffices: (Needs) -> Bool) -> Stop? {
        let first = state.waiting.first(behind: last, where: suffices)
        let fresh = first.flatMap { index in Self.key(at: 0, of: index, in: state).map { ($0, index) } }
        if let again = left.last, fresh.map({ again.key < $0.0 }) ?? true {
            return stop(at: again.key, of: again.requestClass, in: state)
        }
        return fresh.flatMap { stop(at: $0.0, of: $0.1, in: state) }
    }

    private func stop(at key: LineKey, of requestClass: Int, in state: Planner.State) -> Stop? {
        let line = state.line(key)
        return line.first.map { Stop(requestClass: requestClass, key: key, first: $0, count: line.count) }
    }

    /// Goes on behind a job of which nothing starts.
    mutating func leave(_ stop: Stop, in state: Planner.State) {
        var offset = 0
        if let again = left.last, again.key == stop.key, again.requestClass == stop.requestClass {
            offset = again.offset
            left.removeLast()
        } else {
            last = state.waiting.rank(of: stop.requestClass)
        }
        guard let key = Self.key(at: offset + 1, of: stop.requestClass, in: state) else { return }
        left.insert((key, stop.requestClass, offset + 1), at: left.leading { key < $0.key })
    }

    /// One of a class's jobs, where shares are fair with the standing that its class has by them.
    private static func key(at offset: Int, of requestClass: Int, in state: Planner.State) -> LineKey? {
        let lines = state.classes[requestClass].waiting
        guard lines.startIndex + offset < lines.endIndex, let rank = state.waiting.rank(of: requestClass) else {
            return nil
        }
        var key = lines[lines.startIndex + offset]
        if state.fairShares.halfLife != nil { key.standing = rank.standing }
        return key
    }
}
