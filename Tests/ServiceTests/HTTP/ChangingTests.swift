import Dialects
import Model
import Testing
import Web

@testable import Service

@Suite("changing what was submitted, over HTTP")
struct ChangingTests {
    private func submit(_ client: APIClient) throws {
        let response = try client.submit(
            """
            [{"name": "a", "run": "true", "range": "0-9", "tags": ["big"]},
             {"name": "b", "run": "true", "tags": ["small"]},
             {"name": "c", "run": "true", "after": "a"}]
            """)
        #expect(response.status == 201)
    }

    private func changed(_ response: WebResponse) throws -> ChangeAnswer {
        try #require(response.isSuccess, "\(response.text)")
        return try ChangeAnswer(APIClient.fields(response))
    }

    @Test("tasks are cancelled by job, by range, by state and by tag; what depends on them is skipped")
    func cancel() throws {
        try withService { _, client in
            try submit(client)

            let part = try changed(client.ask(.post, "v1/cancel", #"{"jobs": ["a:2-4"]}"#))
            #expect(part == ChangeAnswer(names: ["a"], tasks: 3))
            #expect(try client.counts(of: "a")[.cancelled] == 3)
            #expect(try client.counts(of: "c")[.skipped] == 1)
            let tagged = try changed(client.ask(.post, "v1/cancel", #"{"tag": "small"}"#))
            #expect(tagged == ChangeAnswer(names: ["b"], tasks: 1))
            let ready = try changed(client.ask(.post, "v1/cancel", #"{"state": "ready"}"#))
            #expect(ready == ChangeAnswer(names: ["a"], tasks: 7))
            #expect(try client.counts(of: "a")[.cancelled] == 10)
            let nothing = try changed(client.ask(.post, "v1/cancel", #"{"jobs": ["a"]}"#))
            #expect(nothing.names == [])
        }
    }

    @Test("what was cancelled and skipped is tried again, each job after those it depends on")
    func retry() throws {
        try withService { _, client in
            try submit(client)
            _ = try changed(client.ask(.post, "v1/cancel", #"{"jobs": ["a:0"]}"#))

            let answer = try changed(client.ask(.post, "v1/retry", #"{"jobs": ["c", "a"]}"#))

            #expect(answer.tasks == 2)
            #expect(try client.counts(of: "a")[.ready] == 10)
            #expect(try client.counts(of: "c")[.waiting] == 1)
        }
    }

    @Test("tasks of a job are tried again by their numbers, or by how they ended")
    func retryPart() throws {
        try withService { _, client in
            try submit(client)
            _ = try changed(client.ask(.post, "v1/cancel", #"{"jobs": ["a"]}"#))

            let part = try changed(client.ask(.post, "v1/retry", #"{"jobs": ["a:2-4"]}"#))
            #expect(part.tasks == 3)
            #expect(try client.counts(of: "a")[.ready] == 3)
            #expect(try client.counts(of: "a")[.cancelled] == 7)
            let none = try changed(client.ask(.post, "v1/retry", #"{"jobs": ["a"], "state": "failed"}"#))
            #expect(none.tasks == 0)
            let rest = try changed(client.ask(.post, "v1/retry", #"{"jobs": ["a"], "state": "cancelled"}"#))
            #expect(rest.tasks == 7)
            #expect(try client.counts(of: "a")[.ready] == 10)
        }
    }

    @Test("jobs are paused and unpaused as a whole")
    func pause() throws {
        try withService { _, client in
            try submit(client)

            _ = try changed(client.ask(.post, "v1/pause", #"{"jobs": ["a"]}"#))
            #expect(try JobView(client.fields("v1/jobs/a")).isPaused)
            #expect(try client.counts(of: "a")[.waiting] == 10)
            _ = try changed(client.ask(.post, "v1/unpause", #"{"tag": "big"}"#))
            #expect(try !JobView(client.fields("v1/jobs/a")).isPaused)
            #expect(try client.ask(.post, "v1/pause", #"{"jobs": ["a:3"]}"#).status == 400)
        }
    }

    @Test("only jobs that have ended are removed, and their names are free again")
    func remove() throws {
        try withService { _, client in
            try submit(client)
            _ = try changed(client.ask(.post, "v1/cancel", #"{"jobs": ["b"]}"#))

            #expect(try client.ask(.post, "v1/remove", #"{"jobs": ["a", "b"]}"#).status == 409)
            #expect(try changed(client.ask(.post, "v1/remove", #"{"state": "ready"}"#)).names == [])
            #expect(try changed(client.ask(.post, "v1/remove", #"{"state": "cancelled"}"#)).names == ["b"])
            #expect(try client.ask(.get, "v1/jobs/b").status == 404)
            #expect(try client.submit(#"{"name": "b", "run": "true"}"#).status == 201)
        }
    }

    @Test("priority, times and cores are changed; what can't be read changes nothing")
    func settings() throws {
        try withService { _, client in
            try submit(client)

            let body = #"{"priority": 5, "cores": "2-4", "time": "2h"}"#
            #expect(try changed(client.ask(.patch, "v1/jobs/a", body)) == ChangeAnswer(names: ["a"], tasks: 10))
            let job = try JobView(client.fields("v1/jobs/a"))
            #expect(job.priority == 5)
            #expect(job.asks == "2 to 4 cores, 2 h at most")
            #expect(try client.ask(.patch, "v1/jobs/a", #"{"prority": 5}"#).status == 400)
            #expect(try client.ask(.patch, "v1/jobs/a", "{}").status == 400)
        }
    }

    @Test("a name that nobody has is answered with the nearest one")
    func unknown() throws {
        try withService { _, client in
            _ = try client.submit(#"{"name": "mesh", "run": "true", "range": "0-3"}"#)

            let job = try client.ask(.get, "v1/jobs/mash")
            #expect(job.status == 404)
            #expect(try APIClient.problem(job).message == "there is no job \"mash\". Did you mean \"mesh\"?")
            for path in ["mesh/tasks/4", "mesh/tasks/x", "mesh/tasks/4/output", "mash/why", "mash/tasks"] {
                #expect(try client.ask(.get, "v1/jobs/\(path)").status == 404)
            }
            #expect(try client.ask(.post, "v1/cancel", #"{"jobs": ["mash"]}"#).status == 404)
            #expect(try client.ask(.post, "v1/cancel", "{}").status == 400)
            #expect(try client.ask(.post, "v1/nodes/here/drain").status == 404)
            #expect(try client.ask(.get, "v1/mesh").status == 404)
            let method = try client.ask(.delete, "v1/jobs")
            #expect(method.status == 405 && method.headers["Allow"] == "POST, GET")
            let filter = try client.ask(.get, "v1/jobs", query: ["stat": "failed"])
            #expect(try APIClient.problem(filter).remedy == "Did you mean \"state\"?")
        }
    }
}
