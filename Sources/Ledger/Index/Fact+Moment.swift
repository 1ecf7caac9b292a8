internal import Model

extension Fact {
    /// When it became true; none where the fact itself does not say.
    var moment: Instant? {
        switch self {
        case .runOpened(_, let at), .runClosed(_, let at), .nodeJoined(_, let at), .nodeLost(_, let at),
            .jobsSubmitted(_, _, _, let at), .attemptStarted(_, let at), .attemptsTakenBack(_, _, let at),
            .tasksReleased(_, let at), .taskFailed(_, let at), .tasksSkipped(_, _, let at),
            .tasksCancelled(_, let at), .tasksRetried(_, let at), .retryRequested(_, let at), .heldBack(let at),
            .resumed(let at), .planningConfigured(_, let at), .planned(let at),
            .nodeSilent(_, let at), .nodeHeard(_, let at), .nodeDraining(_, let at), .nodeAvailable(_, let at),
            .jobsPaused(_, let at), .jobsUnpaused(_, let at), .jobChanged(_, _, let at), .jobsRemoved(_, let at),
            .recordCondensed(_, _, let at), .adjustmentDecided(_, _, let at), .attemptAdjusted(_, _, let at),
            .adjustmentFailed(_, _, _, let at), .jobsFrozen(_, let at), .coresKeptByOthers(_, _, let at):
            at
        case .attemptsHandedOver(let handOver): handOver.at
        case .attemptEnded(let end): end.endedAt
        case .taskReturned, .tasksSettled: nil
        }
    }
}
