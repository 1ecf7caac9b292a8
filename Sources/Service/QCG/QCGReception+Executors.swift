internal import Dialects
internal import Model
internal import Plan
internal import Synchronization

/// What the global queue's old executors ask and say. Each is heard, and answered when what follows is durable.
extension QCGReception {
    /// What was found on the loop's thread, to be said when it is durable.
    private final class Found: Sendable {
        let text = Mutex(QCGReply.received)
    }

    func register(_ executor: QCGExecutor, _ reply: @escaping Reply) throws(QCGRequestProblem) {
        let executors = try servedExecutors()
        var random = SystemRandomNumberGenerator()
        let identity = UInt64.random(in: 1...(.max), using: &random)
        let ready = try look(.globalQueue) { views in
            views.history.present.reduce(0) { $0 + $1.counts[.ready] }
        }
        let events = addresses.events ?? ""
        hear(reply) { planner, now, found throws(Refusal) in
            found = QCGReply.registered(readyIterations: ready, events: events)
            return executors.register(executor, identity: identity, planner, at: now)
        }
    }

    func heartbeat(_ name: String, _ reply: @escaping Reply) throws(QCGRequestProblem) {
        let executors = try servedExecutors()
        hear(reply) { planner, now, found throws(Refusal) in
            guard let facts = executors.heard(name, planner, at: now) else {
                found = Self.unknown(name)
                return []
            }
            return facts
        }
    }

    func giveIterations(
        to name: String, limit: Int?, _ reply: @escaping Reply
    ) throws(QCGRequestProblem) {
        let executors = try servedExecutors()
        hear(reply) { planner, now, found throws(Refusal) in
            guard let (facts, reservations) = executors.fetch(name, limit: limit, planner, at: now) else {
                found = Self.unknown(name)
                return []
            }
            found = QCGReply.reserved(reservations)
            return facts
        }
    }

    func takeEnds(
        _ reports: [QCGIterationReport], from name: String, _ reply: @escaping Reply
    ) throws(QCGRequestProblem) {
        let executors = try servedExecutors()
        hear(reply) { planner, now, found throws(Refusal) in
            guard let facts = executors.ended(name, reports, planner, at: now) else {
                found = Self.unknown(name)
                return []
            }
            return facts
        }
    }

    private func servedExecutors() throws(QCGRequestProblem) -> QCGExecutors {
        guard let executors else {
            throw QCGRequestProblem("this service runs its tasks itself; executors join `qcg-service`", .code)
        }
        return executors
    }

    private static func unknown(_ name: String) -> String {
        QCGRequestProblem("executor \(name) is not registered; start it again", .code).reply
    }

    private func hear(
        _ reply: @escaping Reply,
        facts: @escaping @Sendable (Planner, Instant, inout String) throws(Refusal) -> [Fact]
    ) {
        let found = Found()
        let change = Change { planner, now throws(Refusal) in
            var text = QCGReply.received
            let decided = try facts(planner, now, &text)
            found.text.withLock { [text] in $0 = text }
            return decided
        } answer: { result in
            switch result {
            case .success: reply(Answer(text: found.text.withLock { $0 }))
            case .failure(let refusal): reply(Answer(text: QCGRequestProblem("\(refusal)", .code).reply))
            }
        }
        if !mailbox.post(change) { reply(Answer(text: QCGRequestProblem.stopped.reply)) }
    }
}
