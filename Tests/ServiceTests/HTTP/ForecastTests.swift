import Dialects
import Model
import Testing
import Web

@testable import Service

@Suite("looking ahead over HTTP")
struct ForecastTests {
    /// A node of two cores that a job takes for an hour, and two jobs that wait.
    private func busyService() throws -> PlayedService {
        let service = try PlayedService()
        let begin = RunClock().now
        let node = Node(identifier: NodeIdentifier(0), name: "n", cores: [0, 1], memory: .gibibytes(1))
        func job(_ name: String, _ iterations: Range<Int>? = nil, cores: Int, seconds: Int64) -> Job {
            var job = Job(name: name, command: Command(action: .script("true")))
            if let iterations { job.iterations = Iterations(range: iterations) }
            job.request = Request(cores: Cores(cores))
            job.request.wallTime = .seconds(seconds)
            return job
        }
        let placement = Placement(parts: [
            Placement.Part(node: NodeIdentifier(0), cores: [.init(position: 0)])
        ])
        try service.record([
            .nodeJoined(node, at: begin),
            .jobsSubmitted(
                first: JobIdentifier(0),
                jobs: [
                    job("runs", cores: 1, seconds: 3600), job("wide", cores: 2, seconds: 60),
                    job("short", 0..<2, cores: 1, seconds: 600),
                ], at: begin),
            .attemptsHandedOver(
                HandOver(
                    firstAttempt: AttemptIdentifier(0), placement: placement, after: nil,
                    tasks: [TaskRange(job: JobIdentifier(0), iterations: 0..<1)], at: begin)),
            .attemptStarted(AttemptIdentifier(0), at: begin),
        ])
        return service
    }

    private func forecast(_ service: PlayedService, _ query: WebQuery = [:]) throws -> ForecastView {
        try ForecastView(APIClient(service.client).fields("v1/forecast", query))
    }

    @Test("each job's first start and last end are told, and on what that stands")
    func jobs() throws {
        let service = try busyService()

        let forecast = try forecast(service)

        #expect(forecast.jobs.map(\.job) == ["runs", "wide", "short"])
        #expect(forecast.jobs.map(\.running) == [1, 0, 0])
        #expect(forecast.jobs.map(\.basis) == [.wallTime, .wallTime, .wallTime])
        let end = try #require(forecast.jobs[0].times.endsAt)
        #expect(forecast.jobs[0].times.startsAt == nil)
        #expect(forecast.jobs[1].times == ForecastTimes(startsAt: end, endsAt: end + .seconds(60)))
        #expect(forecast.jobs[2].times.startsAt == forecast.at)
        #expect(forecast.tasks.isEmpty && forecast.otherPolicy == nil && !forecast.isCut)
    }

    @Test("of one job its tasks are told, and beside it what another policy would do")
    func otherPolicy() throws {
        let service = try busyService()

        let forecast = try forecast(service, ["job": "short", "policy": "fcfs"])

        let job = try #require(forecast.jobs.first)
        #expect(forecast.jobs.count == 1 && forecast.otherPolicy == "fcfs")
        #expect(forecast.tasks.map(\.task) == ["short:0", "short:1"])
        #expect(job.times.startsAt == forecast.at)
        // Behind the wide one, which waits for what runs.
        #expect(job.otherTimes.startsAt.map { $0 - forecast.at > .seconds(3000) } == true)
        #expect(forecast.tasks[0].otherTimes.startsAt == job.otherTimes.startsAt)
    }

    @Test("what waits for no time has no forecast, with the reason")
    func reasons() throws {
        let service = try busyService()
        try service.record([.jobsPaused([JobIdentifier(2)], at: RunClock().now)])

        let short = try #require(try forecast(service, ["job": "short"]).jobs.first)

        #expect(short.times == ForecastTimes())
        #expect(short.reason.contains("paused"))
    }

    @Test("why says when a task starts by the present plan")
    func starts() throws {
        let service = try busyService()
        let client = try APIClient(service.client)

        let why = try ExplanationView(client.fields("v1/jobs/wide/tasks/0/why"))

        #expect(why.startsAt != nil && why.startsAt == why.moment)
        #expect(why.sentences.last?.hasPrefix("By the present plan it starts at ") == true)
        #expect(
            why.sentences.contains(
                "It would fit with 1 core more on one node, or if 1 core were enough (`resources.cores`)."))
    }

    @Test("why says beside it when the task would start under another policy")
    func startsUnderAnother() throws {
        let service = try busyService()
        let client = try APIClient(service.client)

        let why = try ExplanationView(client.fields("v1/jobs/short/tasks/0/why", ["policy": "fcfs"]))
        let all = try client.fields("v1/jobs/short/why", ["policy": "fcfs"]).list("explanations") {
            fields throws(Refusal) in try ExplanationView(fields)
        }

        // Behind the wide one, which waits for what runs.
        let (present, other) = (try #require(why.startsAt), try #require(why.otherStartsAt))
        #expect(other - present > .seconds(3000))
        #expect(why.sentences.last == "Under fcfs it would start at \(Dates.text(other)).")
        #expect(all.count == 2 && all.allSatisfy { $0.otherStartsAt != nil })
    }

    @Test("a policy or a job that is none is refused")
    func refusals() throws {
        let service = try busyService()
        defer { withExtendedLifetime(service) {} }
        let client = try APIClient(service.client)

        #expect(try client.ask(.get, "v1/forecast", query: ["policy": "fsfc"]).status == 400)
        #expect(try client.ask(.get, "v1/forecast", query: ["job": "nobody"]).status == 404)
        #expect(try client.ask(.get, "v1/jobs/wide/why", query: ["policy": "fsfc"]).status == 400)
    }
}
