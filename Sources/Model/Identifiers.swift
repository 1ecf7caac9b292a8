/// A job's number within one run: 0, 1, 2 … in submission order.
public struct JobIdentifier: Sendable, Hashable, Comparable {
    public var number: Int

    @inlinable public init(_ number: Int) { self.number = number }
    @inlinable public static func < (left: JobIdentifier, right: JobIdentifier) -> Bool { left.number < right.number }
}

/// An attempt's number within one run: 0, 1, 2 … in the order they were handed over.
public struct AttemptIdentifier: Sendable, Hashable, Comparable {
    public var number: Int

    @inlinable public init(_ number: Int) { self.number = number }
    @inlinable public static func < (left: AttemptIdentifier, right: AttemptIdentifier) -> Bool {
        left.number < right.number
    }
}

/// A node's number within one run. A node that comes back after it was lost gets a new number.
public struct NodeIdentifier: Sendable, Hashable, Comparable {
    public var number: Int

    @inlinable public init(_ number: Int) { self.number = number }
    @inlinable public static func < (left: NodeIdentifier, right: NodeIdentifier) -> Bool { left.number < right.number }
}

/// One iteration of one job; a job without iterations has the single iteration 0.
public struct TaskIdentifier: Sendable, Hashable, Comparable {
    public var job: JobIdentifier
    public var iteration: Int

    @inlinable public init(job: JobIdentifier, iteration: Int) {
        self.job = job
        self.iteration = iteration
    }

    @inlinable public static func < (left: TaskIdentifier, right: TaskIdentifier) -> Bool {
        left.job == right.job ? left.iteration < right.iteration : left.job < right.job
    }
}

/// Consecutive iterations of one job.
public struct TaskRange: Sendable, Hashable {
    public var job: JobIdentifier
    public var iterations: Range<Int>

    @inlinable public init(job: JobIdentifier, iterations: Range<Int>) {
        self.job = job
        self.iterations = iterations
    }
}
