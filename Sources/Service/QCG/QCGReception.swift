internal import Dialects
internal import Model
internal import Plan
internal import Posix
internal import Synchronization

/// Understands requests of QCG's clients and answers them: what is asked from what is durable, what is to change by the
/// loop.
final class QCGReception: Sendable {
    /// What a client is told, and what is to happen when it has been.
    struct Answer: Sendable {
        var text: String
        var end: Mailbox.End?
    }

    typealias Reply = @Sendable (Answer) -> Void

    /// Where clients find this service.
    struct Addresses: Sendable {
        var requests: String?
        var events: String?
    }

    let offer: QCGOffer
    let replica: Replica
    let mailbox: Mailbox
    let clock: RunClock
    let order: ServiceOrder
    /// None where nobody joins.
    let executors: QCGExecutors?
    private let requests = Atomic(0)
    let isFinishing = Atomic(false)
    private let places = Mutex(Addresses())

    // 64 MiB: whoever sends more is told so, up to what the socket lets through.
    static let largestRequest = 64 << 20

    init(
        _ offer: QCGOffer, _ order: ServiceOrder, executors: QCGExecutors?, replica: Replica, mailbox: Mailbox,
        clock: RunClock
    ) {
        self.offer = offer
        self.executors = executors
        self.order = order
        self.replica = replica
        self.mailbox = mailbox
        self.clock = clock
    }

    var addresses: Addresses {
        get { places.withLock { $0 } }
        set { places.withLock { $0 = newValue } }
    }

    /// Calls `reply` once, from this thread or another.
    func answer(_ bytes: [UInt8], _ reply: @escaping Reply) {
        do throws(QCGRequestProblem) {
            try perform(read(bytes), reply)
        } catch {
            reply(Answer(text: error.reply))
        }
    }

    private func read(_ bytes: [UInt8]) throws(QCGRequestProblem) -> QCGRequest {
        guard bytes.count <= Self.largestRequest else {
            throw problem(
                "the request has \(bytes.count) bytes; at most \(Self.largestRequest) are read", offer.dialect)
        }
        var context = offer.moment()
        context.requestNumber = requests.add(1, ordering: .relaxed).newValue
        return try QCGRequest.read(bytes, endpoint: offer.dialect, context: &context)
    }

    private func perform(_ request: QCGRequest, _ reply: @escaping Reply) throws(QCGRequestProblem) {
        let dialect = request.dialect
        switch request.action {
        case .submit(let jobs): try submit(jobs, dialect, reply)
        case .cancel(let names): cancel(names, dialect, reply)
        case .remove(let names): remove(names, dialect, reply)
        case .finish: try finish(dialect, reply)
        case .finishAfterAllTasks: try finishAfterAllTasks(reply)
        case .status(let names): reply(Answer(text: try status(of: names, dialect)))
        case .information(let names, let withIterations):
            reply(Answer(text: try information(of: names, withIterations: withIterations, dialect)))
        case .list: reply(Answer(text: try list(dialect)))
        case .resources: reply(Answer(text: try look(dialect) { QCGReply.resources(Self.resources($0)) }))
        case .systemStatus: reply(Answer(text: try systemStatus(dialect).reply(dialect: dialect)))
        case .allJobsFinished:
            let isSo = try look(dialect) { $0.history.counts.ended == $0.history.counts.total }
            reply(Answer(text: QCGReply.allJobsFinished(isSo)))
        case .eventAddress:
            guard let address = addresses.events else {
                throw problem("this service publishes no events", dialect)
            }
            reply(Answer(text: QCGReply.eventAddress(address)))
        case .listExecutors: reply(Answer(text: try look(dialect) { QCGReply.executors(Self.executors($0)) }))
        case .register(let executor): try register(executor, reply)
        case .heartbeat(let name): try heartbeat(name, reply)
        case .takeIterations(let name, let cores): try giveIterations(to: name, limit: cores, reply)
        case .iterationsEnded(let name, let reports): try takeEnds(reports, from: name, reply)
        }
    }

    /// Answers from what is durable.
    func look<Found>(
        _ dialect: QCGDialect, _ body: (RunViews) throws -> sending Found
    ) throws(QCGRequestProblem) -> sending Found {
        do { return try replica.answer(at: clock.now, body) } catch { throw problem("\(error)", dialect) }
    }

    func problem(_ text: String, _ dialect: QCGDialect) -> QCGRequestProblem {
        QCGRequestProblem(text, dialect == .stable ? .code : .error)
    }
}
