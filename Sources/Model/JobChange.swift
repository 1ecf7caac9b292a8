/// New values for what a job asks for; none: as it was.
public struct JobChange: Sendable, Hashable {
    public var priority: Int?
    public var cores: ClosedRange<Cores>?
    public var preferredCores: Cores?
    public var wallTime: Duration?
    public var expectedTime: Duration?

    public init(
        priority: Int? = nil, cores: ClosedRange<Cores>? = nil, preferredCores: Cores? = nil,
        wallTime: Duration? = nil, expectedTime: Duration? = nil
    ) {
        self.priority = priority
        self.cores = cores
        self.preferredCores = preferredCores
        self.wallTime = wallTime
        self.expectedTime = expectedTime
    }
}

extension Job {
    public func changed(by change: JobChange) -> Job {
        var job = self
        if let priority = change.priority { job.priority = priority }
        if let cores = change.cores { job.request.cores = cores }
        if let cores = change.preferredCores { job.request.preferredCores = cores }
        if let wallTime = change.wallTime { job.request.wallTime = wallTime }
        if let expectedTime = change.expectedTime { job.request.expectedTime = expectedTime }
        return job
    }
}
