/// Why a task is not running, as data.
public enum Explanation: Sendable, Hashable {
    case unknown
    case ended(TaskState)
    /// Handed to an executor that has not said yet that it started; so many attempts run before it on its cores.
    case handedOver(AttemptIdentifier, behind: Int)
    case running(AttemptIdentifier, since: Instant)
    /// Others have its cores; it goes on when there is room again.
    case paused(AttemptIdentifier, since: Instant, madeRoomFor: TaskIdentifier?)
    /// Its job was told to stand still.
    case frozen(AttemptIdentifier, since: Instant)
    case waitsForDate(Instant)
    /// Every dependency that is not met yet.
    case waitsForDependencies([Dependency])
    /// It rests after a failed attempt.
    case rests(until: Instant)
    /// The run was told to start nothing new.
    case heldBack
    /// Its job was told to start nothing new.
    case jobPaused
    case waitsForCapacity(Shortage)
    /// As many run as may: of its job, its user's or a tag's.
    case waitsForLimit(Limit)
    /// No executor is there, or none is heard.
    case waitsForExecutor
    /// No present node, were it empty, could hold it: what it asks for, and the most there is, in words.
    case waitsForLargerNode(asked: String, largest: String)
    /// Every node that could hold it is taken away too soon: how long it needs, and the longest that any still has.
    case waitsForLongerNode(needed: Duration, longest: Duration)

    public struct Limit: Sendable, Hashable {
        public var kind: Kind
        /// The job's, the user's or the tag's.
        public var name: String
        public var limit: Int
        public var running: Int

        public enum Kind: Sendable, Hashable { case job, user, tag }

        public init(kind: Kind, name: String, limit: Int, running: Int) {
            self.kind = kind
            self.name = name
            self.limit = limit
            self.running = running
        }
    }

    /// What stands between a ready task and its start.
    public struct Shortage: Sendable, Hashable {
        public var request: Request
        /// The most that is free on one node now.
        public var freeCores: Cores
        public var freeMemory: Bytes
        /// Ready tasks that were submitted before it.
        public var tasksBefore: Int
        /// The first of them, when there is one.
        public var firstBefore: TaskIdentifier?
        /// Nodes that could hold it, of which others keep cores busy.
        public var shared: [SharedNode] = []

        public init(
            request: Request, freeCores: Cores, freeMemory: Bytes, tasksBefore: Int, firstBefore: TaskIdentifier?
        ) {
            self.request = request
            self.freeCores = freeCores
            self.freeMemory = freeMemory
            self.tasksBefore = tasksBefore
            self.firstBefore = firstBefore
        }
    }

    /// A node that is used by others beside us.
    public struct SharedNode: Sendable, Hashable {
        public var name: String
        public var coresKeptByOthers: Int

        public init(name: String, coresKeptByOthers: Int) {
            self.name = name
            self.coresKeptByOthers = coresKeptByOthers
        }
    }
}
