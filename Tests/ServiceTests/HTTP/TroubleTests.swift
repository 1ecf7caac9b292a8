import Dialects
import Model
import Posix
import Testing
import Web

@testable import Service

@Suite("a service in trouble, over HTTP")
struct TroubleTests {
    @Test("while nothing can be recorded the health is bad, changes are refused, and looking goes on")
    func diskFull() throws {
        let service = try PlayedService()
        var story = Story()
        story.submit("a")
        try service.record(story.facts)
        service.trouble("the disk is full. Waiting for space; running tasks go on.")

        let health = try service.get("healthz")
        let refused = Shared<WebResponse?>(nil)
        let address = service.address
        let thread = try Posix.Thread.start {
            let client = try? WebClient(address)
            let body = Array(#"{"name": "b", "run": "true"}"#.utf8)
            let response = try? client?.request(.post, ["v1", "jobs"], body: body)
            refused.change { $0 = response }
        }
        _ = waits {
            let changes = service.mailbox.take().changes
            for change in changes { change.answer(.failure(.diskFull)) }
            return !changes.isEmpty
        }
        thread.join()

        #expect(health.status == 503)
        #expect(try APIClient.problem(health).message.hasPrefix("the disk is full."))
        #expect(refused.value?.status == 507)
        #expect(try service.get("v1/jobs/a").status == 200)
        try service.record([.jobsPaused([JobIdentifier(0)], at: Story.at(1))])
        #expect(try service.get("healthz").status == 200)
    }

    @Test("a service that is ending says so")
    func ending() throws {
        let service = try PlayedService()
        try service.record(Story().facts)
        _ = service.mailbox.close()

        let response = try service.client.request(
            .post, ["v1", "jobs"], body: Array(#"{"name": "b", "run": "true"}"#.utf8))

        #expect(response.status == 503)
        #expect(try APIClient.problem(response).message.contains("is ending"))
    }

    /// Thousands: a thousand jobs, paused and unpaused a few times.
    private func manyEvents() -> [Fact] {
        let jobs = (0..<1000).map { Job(name: "a\($0)", command: Command(action: .script("true"))) }
        let identifiers = jobs.indices.map { JobIdentifier($0) }
        let changes: [Fact] = (0..<5).map { turn in
            turn % 2 == 0
                ? .jobsPaused(identifiers, at: Story.at(1)) : .jobsUnpaused(identifiers, at: Story.at(1))
        }
        return Story().facts + [.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: Story.at(0))] + changes
    }

    @Test("events that are no longer remembered come from the record, as far as it is durable")
    func oldEvents() throws {
        let service = try PlayedService(remembering: 500)
        try service.record(manyEvents())

        var reader = ServerSentEventReader()
        var ids: [Int] = []
        var count = 0
        let end = try service.client.follow(["v1", "events"], query: ["after": "-1", "follow": "false"]) { bytes in
            var messages: [ServerSentEvent] = []
            reader.take(bytes, into: &messages)
            count += messages.count
            // One that carries none has that of the one before.
            for id in messages.compactMap({ $0.id.flatMap(Int.init) }) where id != ids.last { ids.append(id) }
            return true
        }

        #expect(end == .ended)
        #expect(count == 2 + 1000 + 5 * 1000)
        #expect(ids == Array(0..<8))
    }

    @Test("who reads no events is let go, and holds up nobody")
    func slowReader() throws {
        let service = try PlayedService()
        try service.record(manyEvents())
        // A reader that stops in the middle of a piece.
        let address = service.address
        let isHeld = Shared(true)
        let thread = try Posix.Thread.start {
            let client = try? WebClient(address)
            _ = try? client?.follow(["v1", "events"], query: ["after": "-1"]) { _ in
                _ = waits { !isHeld.value }
                return false
            }
        }

        for _ in 0..<20 { #expect(try service.get("v1/jobs/a3").status == 200) }

        isHeld.change { $0 = false }
        thread.join()
    }
}
