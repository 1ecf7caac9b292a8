internal import Watch

/// Which of a node's cores others keep busy, judged by how busy each was between two looks; pure.
///
/// The kernel counts for how long a core was busy, and not for whom: so only of a core on which nothing of ours ran can
/// it be said that others were at work. What of ours is no task (service, executor, launcher) needs a few hundredths of
/// a core, far below what counts here.
struct KeptCores: Sendable, Hashable {
    /// Their positions, ascending.
    private(set) var positions: [Int] = []

    // More than a half: a task beside them would get less than half of the core, and take as much from them.
    private static let isKept = 0.5
    // Less than a quarter: what is between the two changes nothing, so that a core that is half busy does not come and
    // go with every look.
    private static let isFree = 0.25

    /// - Parameter processors: the node's, by position.
    /// - Parameter ours: the processors that ours may have used in between; none: it can't be told.
    mutating func judge(
        from before: [Int: ProcessorTimes], to after: [Int: ProcessorTimes], _ processors: [Int], ours: Set<Int>?
    ) {
        guard let ours else { return }
        positions = processors.indices.filter { position in
            let processor = processors[position]
            let isKept = positions.contains(position)
            guard !ours.contains(processor) else { return false }
            // One that is not at work is as it was.
            guard let before = before[processor], let after = after[processor], after.total > before.total else {
                return isKept
            }
            let share = after.share(since: before)
            return isKept ? share >= Self.isFree : share > Self.isKept
        }
    }
}
