import Model
import Testing

@testable import Plan

@Suite("Expected run times") struct ExpectationTests {
    /// One core, under a policy that expects as it says; jobs run one after another.
    private struct Bench {
        var live: Live
        var attempts = 0
        var jobs = 0

        init(_ expectation: Policy.Expectation) throws {
            var configuration = Planner.Configuration()
            configuration.policy = Policy(expectation: expectation)
            live = try Live(nodes: [1], configuration: configuration)
        }

        mutating func run(_ job: Job, for duration: Duration, _ outcome: Outcome = .succeeded) throws {
            try submit(job)
            live.plan()
            let begin = live.now
            live.now = live.now + duration
            try live.take(
                .attemptEnded(
                    AttemptEnd(
                        attempt: AttemptIdentifier(attempts), startedAt: begin, endedAt: live.now, outcome: outcome)))
            live.plan()
            attempts += 1
        }

        mutating func submit(_ job: Job) throws {
            var job = job
            job.name = "job-\(jobs)"
            try live.take(.jobsSubmitted(first: JobIdentifier(jobs), jobs: [job], at: live.now))
            jobs += 1
        }

        /// How long a job that comes now would be expected to run.
        func expected(_ job: Job) throws -> Duration {
            var copy = self
            try copy.submit(job)
            let task = Samples.task(copy.jobs - 1)
            let index = try #require(copy.live.planner.state.jobs[copy.jobs - 1].requestClass)
            return copy.live.planner.estimate(of: index, first: task)
        }
    }

    private func job(user: String = "", kind: String = "", cores: Int = 1, wallTime: Duration? = nil) -> Job {
        var job = Samples.job("", cores: cores)
        job.user = user
        job.kind = kind
        job.request.wallTime = wallTime
        return job
    }

    @Test("a request's word counts, then its wall time, then what its like took, then an hour")
    func request() throws {
        var bench = try Bench(.request)
        #expect(try bench.expected(job()) == .seconds(3600))
        for _ in 0..<4 { try bench.run(job(), for: .seconds(7)) }
        #expect(try bench.expected(job()) == .seconds(7))
        var said = job(wallTime: .seconds(100))
        #expect(try bench.expected(said) == .seconds(100))
        said.request.expectedTime = .seconds(60)
        #expect(try bench.expected(said) == .seconds(60))
        said.request.expectedTime = .seconds(200)
        #expect(try bench.expected(said) == .seconds(100))
    }

    @Test("a profile is the median of the last nine of a kind, whatever they ask for")
    func profile() throws {
        var bench = try Bench(.profile)
        let kind = job(kind: "mesh", wallTime: .seconds(1000))
        #expect(try bench.expected(kind) == .seconds(1000))
        for seconds in [50, 10, 20] { try bench.run(kind, for: .seconds(Int64(seconds))) }
        #expect(try bench.expected(job(kind: "mesh", wallTime: .seconds(500))) == .seconds(20))
        #expect(try bench.expected(job(kind: "mesh", wallTime: .seconds(15))) == .seconds(15))
        #expect(try bench.expected(job(kind: "other", wallTime: .seconds(500))) == .seconds(500))

        for _ in 0..<9 { try bench.run(kind, for: .seconds(30)) }

        #expect(try bench.expected(kind) == .seconds(30))
    }

    @Test("without a kind, those of the same request are alike")
    func sameRequest() throws {
        var bench = try Bench(.profile)
        try bench.run(job(wallTime: .seconds(500)), for: .seconds(10))

        #expect(try bench.expected(job(wallTime: .seconds(500))) == .seconds(10))
        #expect(try bench.expected(job(wallTime: .seconds(501))) == .seconds(501))
    }

    @Test("the last two are those of the same user and kind, else of the user, else the kind's profile")
    func lastTwo() throws {
        var bench = try Bench(.lastTwo)
        for seconds in [1, 10, 20] { try bench.run(job(user: "ada", kind: "mesh"), for: .seconds(Int64(seconds))) }
        try bench.run(job(user: "bob", kind: "mesh"), for: .seconds(90))

        #expect(try bench.expected(job(user: "ada", kind: "mesh")) == .seconds(15))
        #expect(try bench.expected(job(user: "ada", kind: "solve")) == .seconds(15))
        #expect(try bench.expected(job(user: "bob", kind: "mesh")) == .seconds(20))
        #expect(try bench.expected(job(user: "eve", kind: "mesh")) == .seconds(20))
        #expect(try bench.expected(job(kind: "mesh")) == .seconds(55))
        #expect(try bench.expected(job(user: "eve", kind: "solve", wallTime: .seconds(200))) == .seconds(200))
    }

    @Test("attempts that others ended teach nothing")
    func foreignEnds() throws {
        var bench = try Bench(.profile)
        try bench.run(job(kind: "mesh"), for: .seconds(3), .cancelled)

        #expect(try bench.expected(job(kind: "mesh")) == .seconds(3600))
    }

    @Test("the shortest by what was learned goes first")
    func order() throws {
        var configuration = Planner.Configuration()
        configuration.policy = Policy(order: .shortest, expectation: .profile)
        var bench = try Bench(.profile)
        bench.live = try Live(nodes: [1], configuration: configuration)
        let (short, long) = (job(kind: "short", wallTime: .seconds(100)), job(kind: "long", wallTime: .seconds(90)))
        try bench.run(short, for: .seconds(1))
        try bench.run(long, for: .seconds(80))
        try bench.submit(long)
        try bench.submit(short)

        #expect(bench.live.plan().starts == [[3, 0, 0]])
    }

    @Test("more subjects than the limit are not remembered; those of last are")
    func limit() {
        var experience = Experience()
        for number in 0...Experience.limit { experience.take(.seconds(1), user: "", kind: .requestClass(number)) }

        #expect(experience.profile(of: .requestClass(0)) == nil)
        #expect(experience.profile(of: .requestClass(Experience.limit)) == .seconds(1))
    }

    @Test("who is seen again and again is remembered, however many come between")
    func remembered() {
        var experience = Experience()
        for number in 1...3 * Experience.limit {
            experience.take(.seconds(1), user: "", kind: .requestClass(number))
            if number.isMultiple(of: 1000) { experience.take(.seconds(2), user: "", kind: .named("often")) }
        }

        #expect(experience.profile(of: .named("often")) == .seconds(2))
        #expect(experience.profile(of: .requestClass(1)) == nil)
    }
}
