import Dialects
import Model
import Posix
import Testing
import Web

@testable import Service

@Suite("following over HTTP")
struct FollowingTests {
    @Test("events come as they happen, from any number on, and none is missed by who comes back")
    func events() throws {
        try withService { service, client in
            let jobs = (0..<700).map { #"{"name": "a\#($0)", "run": "true"}"# }
            _ = try client.submit("[" + jobs.joined(separator: ",") + "]")

            // Who reads is there before the last happens.
            var wasCancelled = false
            let all = try EventReading(service.access, after: -1).messages { events in
                if events.contains(where: { $0.subject == "a699" }), !wasCancelled {
                    wasCancelled = true
                    _ = try service.client().ask(.post, "v1/cancel", #"{"jobs": ["a5"]}"#)
                }
                return events.last?.kind != .cancelled
            }.map(\.event)
            let submitted = all.filter { $0.kind == .submitted }
            #expect(submitted.map(\.subject) == (0..<700).map { "a\($0)" })
            #expect(Set(submitted.map(\.number)).count == 1)

            let number = try #require(submitted.first?.number)
            let later = try EventReading(service.access, after: number, follow: false).all()
            #expect(later == all.filter { $0.number > number })
            let resumed = try EventReading(service.access, after: nil, follow: false, last: "\(number - 1)").all()
            #expect(resumed == all.filter { $0.number >= number })
            let now = try EventReading(service.access, after: nil, follow: false).all()
            #expect(now == [])
        }
    }

    @Test("of events that share a number only the last carries it as its id, so that who comes back misses none")
    func identifiers() throws {
        try withService { service, client in
            _ = try client.submit(#"[{"name": "a", "run": "true"}, {"name": "b", "run": "true"}]"#)

            let messages = try EventReading(service.access, after: -1, follow: false).messages { _ in true }

            for (position, message) in messages.enumerated() {
                let isLast =
                    position + 1 == messages.count || messages[position + 1].event.number != message.event.number
                #expect(isLast == (message.id == "\(message.event.number)"))
            }
        }
    }

    @Test("who waits is answered when all has ended, and when the time is up")
    func wait() throws {
        try withService { service, client in
            _ = try client.submit(
                #"[{"name": "a", "run": "true", "range": "0-3"}, {"name": "b", "run": "true"}]"#, key: "k")
            let access = service.access
            let early = try WaitAnswer(client.fields("v1/wait", ["jobs": "a", "timeout": "0"]))
            #expect(!early.hasEnded && early.counts.total == 4)
            let answers = Shared<[Bool]>([])
            let queries: [WebQuery] = [["jobs": "a"], ["jobs": "a:1-2"], ["jobs": "a:2", "timeout": "30"]]
            let threads = try queries.map { query in
                try Posix.Thread.start {
                    // A minute's work at most: each asks again when the time is up.
                    for _ in 0..<3 {
                        let other = try? WebClient(access.http, token: access.token)
                        guard let body = try? other?.request(.get, ["v1", "wait"], query: query),
                            let answer = try? WaitAnswer(APIClient.fields(body)), !answer.hasEnded
                        else { break }
                    }
                    answers.change { $0.append(true) }
                }
            }
            _ = try client.ask(.post, "v1/cancel", #"{"jobs": ["a:1-2"]}"#)
            #expect(waits { answers.value.count == 2 })
            _ = try client.ask(.post, "v1/cancel", #"{"jobs": ["a"]}"#)
            for thread in threads { thread.join() }

            #expect(try WaitAnswer(client.fields("v1/wait", ["jobs": "a"])).hasEnded)
            #expect(try !WaitAnswer(client.fields("v1/wait", ["timeout": "0"])).hasEnded)
            #expect(try !WaitAnswer(client.fields("v1/wait", ["key": "k", "timeout": "0"])).hasEnded)
            #expect(try client.ask(.get, "v1/wait", query: ["jobs": "x"]).status == 404)
            #expect(try client.ask(.get, "v1/wait", query: ["key": "x"]).status == 400)
        }
    }

    @Test("a service that is told to end when all is done ends with its last task, and lets its followers go")
    func shutdown() throws {
        try withService { service, client in
            _ = try client.submit(#"{"name": "a", "run": "true"}"#)
            let access = service.access
            let ended = Shared(false)
            let follower = try Posix.Thread.start {
                _ = try? EventReading(access, after: nil).all()
                ended.change { $0 = true }
            }

            let answer = try ChangeAnswer(APIClient.fields(client.ask(.post, "v1/shutdown", #"{"whenDone": true}"#)))
            #expect(answer.tasks == 1)
            #expect(try ServiceView(client.fields("v1/service")).endsWhenDone)
            _ = try client.ask(.post, "v1/cancel", #"{"jobs": ["a"]}"#)
            follower.join()

            #expect(ended.value)
            service.join()
        }
    }

    @Test("however many read what only the record still knows, two do at a time, and each gets all of it")
    func oldReaders() throws {
        let permits = Permits(2)
        #expect(permits.take() && permits.take() && !permits.take())
        permits.giveBack()
        #expect(permits.take())

        let service = try PlayedService(remembering: 4)
        try service.record((0..<3000).map { .heldBack(at: Story.at($0)) })
        let texts = Shared<[String]>([])
        let address = service.address
        let threads = try (0..<6).map { _ in
            try Posix.Thread.start {
                let response = try? WebClient(address).request(
                    .get, ["v1", "events"], query: ["after": "-1", "follow": "false"])
                texts.change { $0.append(response?.text ?? "") }
            }
        }
        for thread in threads { thread.join() }

        #expect(texts.value.count { $0.contains("id: 0\n") && $0.contains("id: 2999\n") } == 6)
    }
}
