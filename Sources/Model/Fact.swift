/// Something that became true.
///
/// The record is a sequence of these; replaying it rebuilds the planner's state.
public enum Fact: Sendable, Hashable {
    /// The first fact of a record, and again whenever the run goes on after it was interrupted.
    case runOpened(Run, at: Instant)
    /// Nothing is left to do, or the run was stopped in order.
    case runClosed(RunEnd, at: Instant)
    case nodeJoined(Node, at: Instant)
    /// Its attempts that have not ended are lost.
    case nodeLost(NodeIdentifier, at: Instant)
    /// All of a batch or none; the jobs are numbered from `first` on.
    case jobsSubmitted(first: JobIdentifier, jobs: [Job], at: Instant)
    case attemptsHandedOver(HandOver)
    case attemptStarted(AttemptIdentifier, at: Instant)
    case attemptEnded(AttemptEnd)
    /// These were handed ahead and had not started; their tasks are ready again.
    case attemptsTakenBack(first: AttemptIdentifier, count: Int, at: Instant)
    /// A task whose attempt did not succeed is ready again from `readyAt` on.
    case taskReturned(TaskIdentifier, readyAt: Instant, memory: Bytes)
    /// The date these waited for has come.
    case tasksReleased(TaskRange, at: Instant)
    case taskFailed(TaskIdentifier, at: Instant)
    case tasksSkipped(TaskRange, because: TaskIdentifier, at: Instant)
    /// Those that have not ended will not be started; those that run are being ended.
    case tasksCancelled(TaskRange, at: Instant)
    /// Failed, skipped and cancelled tasks start anew with fresh limits.
    case retryRequested(JobIdentifier, at: Instant)
    /// Nothing new starts until `resumed`.
    case heldBack(at: Instant)
    case resumed(at: Instant)
}
