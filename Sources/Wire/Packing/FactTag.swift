/// The first byte of a packed fact. A number, once given, is never given to another kind.
enum FactTag: UInt8, CaseIterable {
    case runOpened = 1
    case runClosed = 2
    case nodeJoined = 3
    case nodeLost = 4
    case jobsSubmitted = 5
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
}
