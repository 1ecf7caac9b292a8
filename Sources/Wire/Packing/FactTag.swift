/// The first byte of a packed fact. A number, once given, is never given to another kind.
enum FactTag: UInt8, CaseIterable {
    case runOpened = 1
    case runClosed = 2
    /// As it was before nodes had tags, executors, allocations and ends; read, no longer written.
    case plainNodeJoined = 3
    case nodeLost = 4
    /// As it was before batches had keys, and jobs a grace for their executor's silence; read, no longer written.
    case plainJobsSubmitted = 5
    case attemptsHandedOver = 6
    case attemptStarted = 7
    case attemptEnded = 8
    case attemptsTakenBack = 9
    case taskReturned = 10
    case taskFailed = 11
    case tasksSkipped = 12
    case tasksCancelled = 13
    case retryRequested = 14
    case heldBack = 15
    case resumed = 16
    case tasksReleased = 17
    case nodeSilent = 18
    case nodeHeard = 19
    case nodeDraining = 20
    case nodeAvailable = 21
    case jobsPaused = 22
    case jobsUnpaused = 23
    /// As it was before a width could be preferred; read, no longer written.
    case plainJobChanged = 24
    case jobsRemoved = 25
    /// As it was before nodes said why they offer no containers; read, no longer written.
    case endingNodeJoined = 26
    /// As it was before requests had alternatives and jobs a user, a kind and a limit; read, no longer written.
    case gracedJobsSubmitted = 27
    case recordCondensed = 28
    case tasksSettled = 29
    case tasksRetried = 30
    case jobsSubmitted = 31
    case jobChanged = 32
    case adjustmentDecided = 33
    case attemptAdjusted = 34
    case adjustmentFailed = 35
    case jobsFrozen = 36
    case planningConfigured = 37
    case planned = 38
    /// As it was before nodes said which of their cores are one NUMA domain; read, no longer written.
    case undividedNodeJoined = 39
    case nodeJoined = 40
    case coresKeptByOthers = 41
}
