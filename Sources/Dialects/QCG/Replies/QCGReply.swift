/// Replies to old clients, as JSON of the two families' spelling.
///
/// A reply that refuses is a `QCGRequestProblem`.
package enum QCGReply {
    /// Of the outermost members: a code, then a message where there is one, then the data.
    static func success(
        _ message: String? = nil, data: ((inout JSONText) -> Void)? = nil
    ) -> String {
        var json = JSONText()
        json.object { json in
            json.member("code", 0)
            if let message { json.member("message", message) }
            guard let data else { return }
            json.key("data")
            json.object(data)
        }
        return json.text
    }

    /// The global queue's replies always have a message.
    static func success(_ dialect: QCGDialect, data: (inout JSONText) -> Void) -> String {
        withoutActuallyEscaping(data) { success(dialect == .stable ? nil : "ok", data: $0) }
    }

    package static func submitted(_ jobs: [String], dialect: QCGDialect) -> String {
        success("\(jobs.count) \(dialect == .stable ? "jobs submitted" : "submitted")") { json in
            json.member("submitted", jobs.count)
            json.key("jobs")
            json.array { json in
                for job in jobs { json.value(job) }
            }
        }
    }

    /// - Parameter problems: by name, why some were not; in the order they were asked.
    package static func cancelled(
        _ count: Int, problems: [(name: String, text: String)], dialect: QCGDialect
    ) -> String {
        changed("canceled", count, problems, dialect)
    }

    package static func removed(
        _ count: Int, problems: [(name: String, text: String)], dialect: QCGDialect
    ) -> String {
        changed("removed", count, problems, dialect)
    }

    private static func changed(
        _ verb: String, _ count: Int, _ problems: [(name: String, text: String)], _ dialect: QCGDialect
    ) -> String {
        success(dialect == .stable ? nil : "\(count) \(verb)") { json in
            json.member(verb, count)
            guard !problems.isEmpty else { return }
            json.key("errors")
            json.object { json in
                for (name, text) in problems { json.member(name, text) }
            }
        }
    }

    /// Why a name can't be cancelled: nothing of it is left to end.
    package static func notCancelled(_ name: QCGTaskName) -> String { "Job/iteration \(name.text) doesn't exist" }

    package static func notRemoved(_ name: QCGTaskName, exists: Bool) -> String {
        exists
            ? "Job '\(name.text)' not finished - can not be removed" : QCGRequestProblem.unknownJob(name.text).text
    }

    /// To `finish`: the service ends this soon.
    package static func finishing(dialect: QCGDialect) -> String {
        success(dialect) { $0.member("when", "2s") }
    }

    /// To `control`.
    package static let finishAfterAllTasks = success("finishAfterAllTasksDone command accepted")

    /// To a heartbeat and to reported ends.
    package static let received = success("received")

    /// - Parameter events: where changes are published.
    package static func registered(readyIterations: Int, events: String) -> String {
        success("registered") { json in
            json.member("ready_its", readyIterations)
            json.member("events", events)
        }
    }

    package static func eventAddress(_ events: String) -> String {
        success("ok") { $0.member("events", events) }
    }

    package static func allJobsFinished(_ isSo: Bool) -> String {
        success { $0.member("AllJobsFinished", isSo) }
    }
}
