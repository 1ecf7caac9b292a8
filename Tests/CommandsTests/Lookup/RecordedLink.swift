import Dialects
import Model
import Posix
import Service
import Web

@testable import Commands

/// A service without a network: it answers from a record's views, and remembers what it was asked.
final class RecordedLink: ServiceLink {
    let name = "http://test"
    private let record: RunRecord
    private let now: Instant
    /// `POST /v1/cancel {"jobs":["a"]}`
    private(set) var asked: [String] = []
    /// By method and path, what is answered to a change.
    var answers: [String: (status: Int, body: String)] = [:]
    /// What attempts have printed, by task and stream.
    var outputs: [String: String] = [:]

    init(_ record: RunRecord, at now: Instant) {
        self.record = record
        self.now = now
    }

    func ask(
        _ method: WebMethod, _ path: [String], query: WebQuery, headers: WebFields, body: [UInt8]
    ) throws -> WebResponse {
        let line = "\(method.rawValue) /\(path.joined(separator: "/"))"
        asked.append(body.isEmpty ? line : "\(line) \(String(decoding: body, as: UTF8.self))")
        if let answer = answers[line] {
            return WebResponse(status: answer.status, headers: [:], body: Array(answer.body.utf8))
        }
        do {
            let bytes = try answer(Array(path.dropFirst()), query)
            return WebResponse(status: bytes == nil ? 405 : 200, headers: [:], body: bytes ?? [])
        } catch let refusal as Refusal {
            return WebResponse(status: 404, headers: [:], body: json { ProblemView(refusal).write(to: &$0) })
        }
    }

    func follow(
        _ path: [String], query: WebQuery, headers: WebFields, stop: FileDescriptor?,
        each: (UnsafeRawBufferPointer) -> Bool
    ) throws -> WebClient.FollowEnd {
        var history = History()
        var number = 0
        try record.read { fact in
            for event in EventViews.views(of: fact, number: number, before: history) {
                let text = ServerSentEvent(id: "\(event.number)", data: line { event.write(to: &$0) }).text
                _ = Array(text.utf8).withUnsafeBytes(each)
            }
            history.take(fact)
            number += 1
        }
        return .ended
    }

    private func json(_ write: (inout JSONText) -> Void) -> [UInt8] {
        var json = JSONText(indented: false)
        write(&json)
        return json.bytes
    }

    private func line(_ write: (inout JSONText) -> Void) -> String { String(decoding: json(write), as: UTF8.self) }

    private func answer(_ path: [String], _ query: WebQuery) throws -> [UInt8]? {
        let views = try record.views(at: now)
        let state = query["state"].flatMap(StateWords.state)
        let limit = query["limit"].flatMap { Int($0) } ?? 100
        let after = query["after"].flatMap { Int($0) }
        switch path.count {
        case 1 where path == ["statistics"]:
            let names = query.values(of: "jobs")
            let statistics = try views.statistics(of: names.isEmpty ? .all : .jobs(names))
            return json { statistics.write(to: &$0) }
        case 1 where path == ["jobs"]:
            if query["fields"] == "name" { return json { $0.object { $0.member("names", texts: views.jobNames) } } }
            var filter = JobFilter()
            filter.state = state
            filter.tag = query["tag"]
            filter.order = query["order"].flatMap(JobFilter.Order.init(rawValue:)) ?? .submission
            let page = views.jobs(filter, after: after, limit: limit)
            return json { page.write("jobs", to: &$0) }
        case 1 where path == ["nodes"]: return json { $0.object { $0.member("nodes", list: views.nodes()) } }
        case 2 where path[0] == "jobs":
            let job = try views.job(named: path[1])
            return json { job.write(to: &$0) }
        case 3 where path[0] == "jobs":
            let choice = try Choice(selector(path[1], query["iterations"]), in: views.history)
            if path[2] == "why" {
                var page = try views.explanations(of: choice, in: state)
                try record.addStarts(to: &page, of: choice.record.identifier, under: query["policy"], at: now)
                return json { page.write("explanations", to: &$0) }
            }
            let page = try views.tasks(of: choice, in: state, after: after, limit: limit)
            return json { page.write("tasks", to: &$0) }
        case 5 where path[4] == "output":
            let offset = query["offset"].flatMap { Int($0) } ?? 0
            return Array((outputs["\(path[1]):\(path[3]) \(query["stream"] ?? "")"] ?? "").utf8.dropFirst(offset))
        default: return nil
        }
    }

    private func selector(_ job: String, _ iterations: String?) -> TaskSelector {
        guard let iterations, let range = TaskSelector.iterations(iterations[...]) else { return .job(job) }
        return .tasks(job: job, iterations: range)
    }
}
