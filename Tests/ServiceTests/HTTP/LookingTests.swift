import Dialects
import Model
import Posix
import Testing
import Web

@testable import Service

@Suite("looking over HTTP")
struct LookingTests {
    @Test("a long list comes in pages, each going on after the last, by state, tag and name")
    func pages() throws {
        try withService { _, client in
            let jobs = (0..<25).map { #"{"name": "a\#($0)", "run": "true", "tags": ["t\#($0 % 2)"]}"# }
            #expect(try client.submit("[" + jobs.joined(separator: ",") + "]").status == 201)

            var names: [String] = []
            var after: Int?
            repeat {
                var query: WebQuery = ["limit": "10", "tag": "t1"]
                if let after { query.append("after", "\(after)") }
                let page = try client.fields("v1/jobs", query)
                names += try page.list("jobs") { job throws(Refusal) in try job.text("name") }
                after = try page.optionalNumber("next")
            } while after != nil

            #expect(names == (0..<25).filter { $0 % 2 == 1 }.map { "a\($0)" })
            #expect(try client.fields("v1/jobs", ["state": "failed"]).number("total") == 0)
            #expect(try client.fields("v1/jobs", ["state": "ready"]).number("total") == 25)
            #expect(try client.fields("v1/jobs", ["name": "a3"]).number("total") == 1)
            #expect(try client.ask(.get, "v1/jobs", query: ["limit": "0"]).status == 400)
            #expect(try client.ask(.get, "v1/jobs", query: ["state": "redy"]).status == 400)
        }
    }

    @Test("every answer is as the description says, and every operation is routed")
    func described() throws {
        try withService { _, client in
            _ = try client.submit(#"[{"name": "a", "run": "true", "range": "0-3"}, {"name": "b", "run": "true"}]"#)
            _ = try client.ask(.post, "v1/cancel", #"{"jobs": ["a:1"]}"#)

            for path in [
                "v1/jobs", "v1/jobs/a", "v1/jobs/a/why", "v1/jobs/a/tasks", "v1/jobs/a/tasks/1",
                "v1/jobs/a/tasks/1/why",
                "v1/jobs/b/tasks/0/why", "v1/nodes", "v1/statistics", "v1/service", "v1/openapi.json", "metrics",
                "healthz",
            ] {
                #expect(try client.ask(.get, path).status == 200, "\(path)")
            }
            let output = try client.ask(.get, "v1/jobs/a/tasks/0/output")
            #expect(output.status == 404)
            #expect(try APIClient.problem(output).message.contains("rota why a:0"))
            #expect(Set(APIOperations.all.map(\.name)) == Set(Operation.allCases.map(\.rawValue)))
            #expect(Operation.allCases.allSatisfy { $0.method != nil })
        }
    }

    @Test("the service says who and where it is, and how much it holds")
    func service() throws {
        try withService { service, client in
            _ = try client.submit(#"{"name": "a", "run": "true", "range": "0-3"}"#)

            let view = try ServiceView(client.fields("v1/service"))
            #expect(view.http == service.access.http && view.process == Int(Process.number))
            #expect(view.jobCount == 1 && view.counts[.waiting] + view.counts[.ready] == 4)
            #expect(view.trouble == "" && !view.endsWhenDone)
            let metrics = try client.ask(.get, "metrics").text
            #expect(metrics.contains("rota_info{version=\"0\"} 1\n"))
            #expect(metrics.contains("rota_jobs 1\n"))
            #expect(metrics.contains("rota_requests_total{operation=\"submit\",status=\"201\"} 1\n"))
        }
    }

    @Test("without the token only the health and the description are told")
    func tokens() throws {
        try withService { service, _ in
            for token in ["", "wrong", service.access.token.dropLast() + "x"] {
                let other = try WebClient(service.access.http, token: token.isEmpty ? nil : token)
                #expect(try other.request(.get, ["v1", "jobs"]).status == 401)
                #expect(try other.request(.get, ["metrics"]).status == 401)
                #expect(try other.request(.post, ["v1", "shutdown"]).status == 401)
                #expect(try other.request(.get, ["healthz"]).status == 200)
            }
            let refused = try WebClient(service.access.http).request(.get, ["v1", "jobs"])
            #expect(try APIClient.problem(refused).message.contains("token"))
        }
    }

    @Test("tasks that wait for capacity alone are counted apart, and hear that no executor is there")
    func ready() throws {
        try withService { _, client in
            _ = try client.submit(
                #"[{"name": "a", "run": "true", "range": "0-3"}, {"name": "b", "run": "true", "after": "a"}]"#)

            let metrics = try client.client.request(.get, ["metrics"]).text
            let why = try client.ask(.get, "v1/jobs/a/why").text

            #expect(metrics.contains(#"rota_tasks{state="ready"} 4"#))
            #expect(metrics.contains(#"rota_tasks{state="waiting"} 1"#))
            #expect(why.contains("No executor is connected, and none was."))
        }
    }

    @Test("a restart keeps everything: jobs, keys, pauses, the token, and the numbers of events")
    func restart() throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-routes")
        defer { try? FileSystem.removeTree(folder) }
        let first = try ServedService(in: folder)
        let client = try first.client()
        _ = try client.submit(#"{"name": "a", "run": "true", "range": "0-3"}"#, key: "k")
        _ = try client.ask(.post, "v1/pause", #"{"jobs": ["a"]}"#)
        _ = try client.ask(.post, "v1/cancel", #"{"jobs": ["a:1"]}"#)
        let before = try JobView(client.fields("v1/jobs/a"))
        let events = try EventReading(first.access, after: -1, follow: false).all()
        try first.stop()

        let second = try ServedService(in: folder)
        let again = try second.client(token: first.access.token)

        #expect(try JobView(again.fields("v1/jobs/a")) == before)
        let repeated = try SubmitAnswer(
            APIClient.fields(again.submit(#"{"name": "a", "run": "true", "range": "0-3"}"#, key: "k")))
        #expect(repeated.isRepeated && repeated.jobs.map(\.tasks) == [4])
        #expect(try again.submit(#"{"name": "b", "run": "true"}"#, key: "k").status == 409)
        let later = try EventReading(second.access, after: -1, follow: false).all()
        #expect(Array(later.prefix(events.count)) == events)
        try second.stop()
    }
}
