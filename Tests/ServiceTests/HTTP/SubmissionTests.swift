import Dialects
import Model
import Posix
import Testing
import Web

@testable import Service

@Suite("submitting over HTTP")
struct SubmissionTests {
    @Test("jobs of Rota and of QCG are taken, and told by name, number and tasks")
    func formats() throws {
        try withService { _, client in
            let rota = try client.submit(
                #"[{"name": "a", "run": "true"}, {"name": "b", "run": "true", "range": "0-9"}]"#)
            let qcg = try client.submit(#"[{"name": "c", "execution": {"exec": "/bin/true"}}]"#)

            #expect(rota.status == 201 && qcg.status == 201)
            let answer = try SubmitAnswer(APIClient.fields(rota))
            #expect(
                answer.jobs == [
                    SubmitAnswer.TakenJob(number: 0, name: "a", tasks: 1),
                    SubmitAnswer.TakenJob(number: 1, name: "b", tasks: 10),
                ])
            #expect(answer.notices == ["No node is there yet; what was submitted waits for one."])
            #expect(try client.fields("v1/jobs", ["fields": "name"]).texts("names") == ["a", "b", "c"])
        }
    }

    @Test("the same submission under the same key makes one job, also when several come at once")
    func idempotent() throws {
        try withService { service, client in
            let document = #"{"name": "a", "run": "true"}"#
            let statuses = Shared<[Int]>([])
            let access = service.access
            let threads = try (0..<8).map { _ in
                try Posix.Thread.start {
                    let other = try? WebClient(access.http, token: access.token)
                    let response = try? other?.request(
                        .post, ["v1", "jobs"], headers: ["Idempotency-Key": "k"], body: Array(document.utf8))
                    statuses.change { $0.append(response?.status ?? 0) }
                }
            }
            for thread in threads { thread.join() }
            let again = try SubmitAnswer(APIClient.fields(client.submit(document, key: "k")))

            #expect(statuses.value == [Int](repeating: 201, count: 8))
            #expect(again.isRepeated && again.jobs.map(\.number) == [0])
            #expect(try client.fields("v1/jobs").number("total") == 1)
            #expect(try client.fields("v1/statistics", ["key": "k"]).number("taskCount") == 1)
        }
    }

    @Test("a key that comes again with other jobs is refused, and both are named")
    func otherJobs() throws {
        try withService { _, client in
            #expect(try client.submit(#"{"name": "mesh", "run": "true"}"#, key: "k").status == 201)

            let other = try client.submit(#"{"name": "draw", "run": "true"}"#, key: "k")

            #expect(other.status == 409)
            let message = try APIClient.problem(other).message
            #expect(message.contains("\"mesh\"") && message.contains("\"draw\"") && message.contains("\"k\""))
            #expect(try client.fields("v1/jobs").number("total") == 1)
            #expect(try client.submit(#"{"name": "mesh", "run": "true"}"#, key: "k").status == 201)
        }
    }

    @Test("of several who submit the same name without a key, one is taken and the others are told")
    func concurrent() throws {
        try withService { service, client in
            let statuses = Shared<[Int]>([])
            let access = service.access
            let threads = try (0..<8).map { _ in
                try Posix.Thread.start {
                    let other = try? WebClient(access.http, token: access.token)
                    for round in 0..<5 {
                        let body = Array(#"{"name": "a\#(round)", "run": "true"}"#.utf8)
                        let response = try? other?.request(.post, ["v1", "jobs"], body: body)
                        statuses.change { $0.append(response?.status ?? 0) }
                    }
                }
            }
            for thread in threads { thread.join() }

            #expect(statuses.value.count { $0 == 201 } == 5)
            #expect(statuses.value.count { $0 == 409 } == 35)
            #expect(try client.fields("v1/jobs").number("total") == 5)
        }
    }

    @Test("a batch with one wrong job is refused whole, with the place of what is wrong")
    func allOrNothing() throws {
        try withService { _, client in
            let unknown = try client.submit(
                "[{\"name\": \"a\", \"run\": \"true\"},\n {\"name\": \"b\", \"runs\": \"true\"}]",
                ["document": "jobs.json"])
            let needs = try client.submit(
                "[{\"name\": \"a\", \"run\": \"true\"},\n {\"name\": \"b\", \"run\": \"true\", \"after\": \"c\"}]")
            let empty = try client.submit("")

            #expect([unknown.status, needs.status, empty.status] == [400, 400, 400])
            let problem = try APIClient.problem(unknown)
            #expect(problem.document == "jobs.json" && problem.line == 2 && problem.path == "[1].runs")
            #expect(problem.remedy?.contains("\"run\"") == true)
            #expect(try APIClient.problem(needs).line == 2)
            #expect(try client.fields("v1/jobs").number("total") == 0)
        }
    }

    @Test("a job of a million tasks comes in one request")
    func million() throws {
        try withService { _, client in
            let answer = try client.submit(#"{"name": "a", "run": ["echo", "${it}"], "range": "0-999999"}"#)

            #expect(try SubmitAnswer(APIClient.fields(answer)).jobs.map(\.tasks) == [1_000_000])
            #expect(try client.counts(of: "a")[.ready] == 1_000_000)
            let page = try client.fields("v1/jobs/a/tasks", ["iterations": "500000-999999", "limit": "3"])
            #expect(
                try page.list("tasks") { task throws(Refusal) in try task.number("iteration") } == [
                    500_000, 500_001, 500_002,
                ])
            #expect(try page.number("next") == 500_002)
        }
    }

    @Test("relative folders belong to the folder that is named with the submission")
    func directory() throws {
        var job = Job(name: "a", command: Command(action: .program("echo", arguments: ["x"])))
        job.command.standardOutput = Template(pieces: [.hole(.rootDirectory), .text("/out")])
        var inside = job
        inside.command.workingDirectory = Template(pieces: [.text("case-"), .hole(.iteration)])
        var elsewhere = job
        elsewhere.command.workingDirectory = "/tmp/x"

        #expect(job.beginning(in: "/data/").command.workingDirectory == "/data")
        #expect(job.beginning(in: "/data").command.standardOutput?.pieces == [.text("/data"), .text("/out")])
        let folder = inside.beginning(in: "/data").command.workingDirectory
        #expect(folder?.pieces == [.text("/data/"), .text("case-"), .hole(.iteration)])
        #expect(elsewhere.beginning(in: "/data").command.workingDirectory == "/tmp/x")
        try withService { _, client in
            let refused = try client.submit(#"{"name": "a", "run": "true"}"#, ["directory": "here"])
            #expect(try APIClient.problem(refused).path == "directory")
        }
    }
}
