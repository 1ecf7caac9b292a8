internal import Model

/// One kind of job of a generated workload, and how its jobs differ.
package struct JobKind: Sendable, Hashable {
    package var name: String
    /// How many of its jobs come beside those of other kinds; above 0.
    package var weight: Double
    /// Whose they are, each as often as the others; empty: nobody's.
    package var users: [String]
    /// In whole cores; what is drawn below one is one.
    package var cores: Distribution
    /// In seconds, on the cores that were drawn.
    package var runTime: Distribution
    /// In multiples of the run time; what is drawn below one is one.
    package var estimate: Distribution
    package var priority: Distribution
    /// In bytes.
    package var memory: Distribution
    /// With how few and how many cores it can do, in multiples of what was drawn.
    package var range: ClosedRange<Double>
    /// Whether its width may change while it runs.
    package var isMalleable: Bool
    package var speed: Speed

    package init(_ name: String, cores: Distribution, runTime: Distribution) {
        self.name = name
        self.cores = cores
        self.runTime = runTime
        weight = 1
        users = []
        estimate = .constant(1)
        priority = .constant(0)
        memory = .constant(0)
        range = 1...1
        isMalleable = false
        speed = .fixed
    }

    // 10^9 s are 31 years, 10^7 cores more than any machine has: what is drawn beyond is no workload any more.
    private static let longest = 1_000_000_000.0
    private static let widest = 10_000_000.0

    /// - Parameter most: no job asks for more cores.
    func job(_ number: Int, atMost most: Int, using numbers: inout SeededNumbers) -> (job: Job, runTime: Duration) {
        let asked = min(most, Int(min(max(1, cores.draw(using: &numbers).rounded()), Self.widest)))
        let seconds = min(max(0, runTime.draw(using: &numbers)), Self.longest)
        let multiple = max(1, estimate.draw(using: &numbers))
        var job = Job(name: "\(name)-\(number)", command: Command(action: .script("")))
        job.kind = name
        if !users.isEmpty { job.user = users[numbers.position(among: users.map { _ in 1 })] }
        job.priority = Int(min(max(-1e6, priority.draw(using: &numbers).rounded()), 1e6))
        let fewest = max(1, Int((Double(asked) * range.lowerBound).rounded()))
        let widest = min(most, max(asked, Int((Double(asked) * range.upperBound).rounded())))
        job.request = Request(cores: Cores(min(fewest, asked))...Cores(widest))
        job.request.preferredCores = widest > asked ? Cores(asked) : nil
        job.request.isMalleable = isMalleable
        job.request.memory = Bytes(Int64(min(max(0, memory.draw(using: &numbers)), 1e15)))
        job.request.memoryLimit = job.request.memory
        let expected = Self.wholeSeconds(min(max(1, seconds * multiple), Self.longest))
        job.request.expectedTime = expected
        // On fewer cores it may take longer than it is expected to on those it asked for.
        if speed == .fixed || range == 1...1 { job.request.wallTime = expected }
        return (job, min(Self.wholeSeconds(seconds), expected))
    }

    /// People and batch systems count in whole seconds.
    private static func wholeSeconds(_ seconds: Double) -> Duration { .seconds(Int64(seconds.rounded(.up))) }
}
