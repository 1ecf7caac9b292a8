/// Something that became true.
///
/// The record is a sequence of these; replaying it rebuilds the planner's state. What is large, or rare, stands apart,
/// so that a fact is passed on in a few words.
public enum Fact: Sendable, Hashable {
    /// The first fact of a record, and again whenever the run goes on after it was interrupted.
    indirect case runOpened(Run, at: Instant)
    /// Nothing is left to do, or the run was stopped in order.
    case runClosed(RunEnd, at: Instant)
    /// By what is planned from here on, what waits and what runs included.
    indirect case planningConfigured(PlanningRules, at: Instant)
    /// When the plan was made that this commit holds, where nothing that it decided tells.
    case planned(at: Instant)
    indirect case nodeJoined(Node, at: Instant)
    /// It is gone for certain: its attempts that have not ended are lost. One that left after it was drained has none.
    case nodeLost(NodeIdentifier, at: Instant)
    /// Its executor is not heard. Nothing new starts there; each attempt is given up after its job's `lossGrace`.
    case nodeSilent(NodeIdentifier, at: Instant)
    /// Its executor is heard again, with everything that was not given up.
    case nodeHeard(NodeIdentifier, at: Instant)
    /// It finishes what runs and takes nothing new; what was handed ahead is taken back.
    case nodeDraining(NodeIdentifier, at: Instant)
    /// Draining was undone.
    case nodeAvailable(NodeIdentifier, at: Instant)
    /// Others keep these of its cores busy, by their positions, and no more: while that is so, nothing new is given of
    /// them. One of which something was given away meanwhile is passed over.
    case coresKeptByOthers(NodeIdentifier, positions: [Int], at: Instant)
    /// All of a batch or none; the jobs are numbered from `first` on. A batch with a key that was seen before is the
    /// same batch, sent again; an empty key says nothing.
    case jobsSubmitted(first: JobIdentifier, jobs: [Job], key: String = "", at: Instant)
    /// Nothing new of these starts; what runs goes on, what was handed ahead is taken back.
    case jobsPaused([JobIdentifier], at: Instant)
    /// Undoes `jobsPaused` and `jobsFrozen`.
    case jobsUnpaused([JobIdentifier], at: Instant)
    /// Holds for the tasks that have not started, and as to cores for malleable ones that run; what was handed ahead
    /// is taken back.
    indirect case jobChanged(JobIdentifier, JobChange, at: Instant)
    /// These had ended. They are forgotten, and their names are free.
    case jobsRemoved([JobIdentifier], at: Instant)
    case attemptsHandedOver(HandOver)
    case attemptStarted(AttemptIdentifier, at: Instant)
    indirect case attemptEnded(AttemptEnd)
    /// These were handed ahead and had not started; their tasks are ready again.
    case attemptsTakenBack(first: AttemptIdentifier, count: Int, at: Instant)
    /// Decided: from now on it holds what it held and what it is given, until the executor answers.
    case adjustmentDecided(AttemptIdentifier, Adjustment, at: Instant)
    /// Answered: this adjustment is in force, and what it gave up is free.
    case attemptAdjusted(AttemptIdentifier, number: Int, at: Instant)
    /// Answered: it stays as it was before, and is not asked again.
    case adjustmentFailed(AttemptIdentifier, number: Int, errorNumber: Int, at: Instant)
    /// Nothing new of these starts, and what runs is paused until they are told to go on.
    case jobsFrozen([JobIdentifier], at: Instant)
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
    /// The same for some tasks of a job.
    case tasksRetried(TaskRange, at: Instant)
    /// Nothing new starts until `resumed`.
    case heldBack(at: Instant)
    case resumed(at: Instant)
    /// What concerned removed jobs was taken out of the record up to here. Numbers below these had been given; the
    /// moment is the latest of the session it stands in, also of what is gone.
    case recordCondensed(jobs: Int, attempts: Int, at: Instant)
    /// How tasks of a removed job ended, in place of their attempts: others still ask for it.
    case tasksSettled(TaskRange, as: TaskState)
}
