internal import Dialects
internal import Executor
internal import Model
internal import Synchronization
internal import Web

/// What a task printed, on its way to one reader: read piece by piece, no faster than it is taken.
final class OutputDelivery: Sendable {
    struct Wanted: Sendable {
        var task: TaskIdentifier
        /// As a selector spells the task.
        var name: String
        var stream: OutputStreamName
        /// Its place among the attempts at the task, from 1; none: the last one, and when that is followed, those that
        /// come after it.
        var attempt: Int?
        var offset: Int64
        var count: Int64?
        var follows: Bool
    }

    private struct State {
        var stream: WebStream?
        /// None: the next one is waited for.
        var attempt: PrintedAttempt?
        /// The last that was begun with.
        var begun = AttemptIdentifier(-1)
        var offset: Int64
        var left: Int64
        /// How often in a row nobody could say what was printed.
        var failures = 0
    }

    // 256 KiB: a quarter of what a reader may leave unread.
    private static let pieceBytes: Int64 = 256 << 10
    // 200 ms: lines appear as if at once, and an executor is asked five times a second.
    private static let pause = Duration.milliseconds(200)
    // 10: two seconds, in which the end of an attempt becomes known that its executor has forgotten already.
    private static let failureLimit = 10

    private let routes: Routes
    private let caller: Caller
    private let wanted: Wanted
    private let state: Mutex<State>

    init(_ routes: Routes, _ caller: Caller, _ wanted: Wanted) {
        self.routes = routes
        self.caller = caller
        self.wanted = wanted
        state = Mutex(State(offset: wanted.offset, left: wanted.count ?? .max))
    }

    /// - Throws: a problem, before anything was answered.
    func begin() throws {
        let (attempts, _) = try find()
        if let number = wanted.attempt, number > attempts.count {
            throw Problem(404, "\(wanted.name) has no attempt \(number); there are \(attempts.count).")
        }
        let attempt = wanted.attempt.map { attempts[$0 - 1] } ?? attempts.last
        guard attempt != nil || wanted.follows else {
            throw Problem(404, "\(wanted.name) has not been started yet. See `rota why \(wanted.name)`.")
        }
        state.withLock { state in
            state.attempt = attempt
            state.begun = attempt?.attempt ?? state.begun
        }
        if attempt == nil { goOnLater() } else { read() }
    }

    /// The attempts that have started, and whether the task has ended.
    private func find() throws -> (attempts: [PrintedAttempt], isOver: Bool) {
        try routes.look { [wanted] views in
            let attempts = try PrintedAttempt.all(of: wanted.task, wanted.stream, in: views)
            return (attempts, views.history.state(of: wanted.task)?.isFinal ?? true)
        }
    }

    private func read() {
        let (attempt, offset, left, stream) = state.withLock { ($0.attempt, $0.offset, $0.left, $0.stream) }
        guard let attempt, stream?.isOpen ?? true else { return }
        let count = min(left, Self.pieceBytes)
        guard attempt.hasStarted else { return take([], asked: count) }
        var elsewhere: OutputElsewhere?
        if let location = attempt.location {
            do {
                let folder = try attempt.folder(of: routes.replica.folder, wanted.stream)
                let bytes = try OutputReader(folder: folder).read(
                    location, wanted.stream.kept, of: attempt.attempt, from: offset, count: Int(count))
                return take(bytes, asked: count)
            } catch let error as OutputElsewhere { elsewhere = error } catch { return fail("\(error)") }
        }
        ask(attempt, from: offset, count: count, elsewhere)
    }

    /// - Parameter elsewhere: where it is, for who has to look there.
    private func ask(_ attempt: PrintedAttempt, from offset: Int64, count: Int64, _ elsewhere: OutputElsewhere?) {
        let place = elsewhere.flatMap { $0.origin == nil ? nil : "; it is \($0.place)" } ?? ""
        let question = OutputQuestion(
            node: attempt.node, attempt: attempt.attempt, stream: wanted.stream, location: attempt.location,
            offset: offset, count: count
        ) { result in
            self.routes.threads.goOn {
                switch result {
                case .success(let bytes): self.take(bytes, asked: count)
                case .failure(let unavailable): self.fail(unavailable.reason + place)
                }
            }
        }
        if !routes.mailbox.post(question) { fail("the service is ending") }
    }

    private func take(_ bytes: [UInt8], asked: Int64) {
        let (attempt, stream, isEnough, isEnd) = state.withLock { state in
            state.failures = 0
            state.offset += Int64(bytes.count)
            state.left -= Int64(bytes.count)
            let isEnd = state.attempt?.size.map { state.offset >= $0 } ?? (Int64(bytes.count) < asked)
            return (state.attempt, state.stream, state.left <= 0, isEnd || bytes.isEmpty)
        }
        let isComplete = isEnough || isEnd && !wanted.follows
        if stream == nil, isComplete {
            return caller.send(
                Response(headers: headers(of: attempt), type: Self.type, body: bytes))
        }
        let open = stream ?? openStream(attempt)
        guard open.write(bytes) else { return }
        if isComplete { return open.end() }
        guard isEnd else { return open.whenDrained { self.routes.threads.goOn { self.read() } } }
        goOn(open)
    }

    /// Everything that is there was passed on.
    private func goOn(_ stream: WebStream) {
        do {
            let (attempts, isOver) = try find()
            let (attempt, begun) = state.withLock { ($0.attempt, $0.begun) }
            if let attempt, attempt.location == nil {
                guard let now = attempts.first(where: { $0.attempt == attempt.attempt }) else {
                    state.withLock { $0.attempt = nil }
                    return goOnLater()
                }
                guard now.location != nil || now.hasStarted != attempt.hasStarted else { return goOnLater() }
                // Its end says where the rest is.
                state.withLock { $0.attempt = now }
                return read()
            }
            if wanted.attempt == nil, let next = attempts.first(where: { $0.attempt > begun }) {
                state.withLock { state in
                    // Only the first one is not read from its beginning.
                    if begun.number >= 0 { state.offset = 0 }
                    (state.attempt, state.begun) = (next, next.attempt)
                }
                return read()
            }
            if isOver || wanted.attempt != nil { stream.end() } else { goOnLater() }
        } catch { stream.breakOff() }
    }

    private func goOnLater() {
        let (attempt, stream) = state.withLock { ($0.attempt, $0.stream) }
        let open = stream ?? openStream(attempt)
        guard open.isOpen else { return }
        routes.threads.post(after: Self.pause) {
            guard open.isOpen else { return }
            if self.state.withLock({ $0.attempt?.location == nil && $0.attempt != nil }) {
                self.read()
            } else {
                self.goOn(open)
            }
        }
    }

    /// An attempt's end may be on its way to the record while its executor has forgotten it already.
    private func fail(_ reason: String) {
        let (attempt, stream, failures) = state.withLock { state in
            state.failures += 1
            return (state.attempt, state.stream, state.failures)
        }
        // What an end speaks of may have been brought here just before its executor went.
        let mayPass = attempt?.location == nil ? wanted.follows || failures < Self.failureLimit : failures < 2
        guard mayPass, stream?.isOpen ?? true else {
            if let stream { return stream.breakOff() }
            return caller.fail(
                Problem(503, "what \(wanted.name) printed can't be read: \(reason).", ["Retry-After": "5"]))
        }
        routes.threads.post(after: Self.pause) {
            if let attempts = try? self.find().attempts {
                self.state.withLock { state in
                    state.attempt = attempts.first { $0.attempt == state.attempt?.attempt } ?? state.attempt
                }
            }
            self.read()
        }
    }

    private func openStream(_ attempt: PrintedAttempt?) -> WebStream {
        var fields = headers(of: attempt)
        fields.append("Content-Type", Self.type)
        let stream = caller.stream(fields)
        state.withLock { $0.stream = stream }
        return stream
    }

    private static let type = "application/octet-stream"

    private func headers(of attempt: PrintedAttempt?) -> WebFields {
        guard let attempt else { return ["Cache-Control": "no-store"] }
        return [
            "Cache-Control": "no-store", "Rota-Attempt": "\(attempt.attempt.number)",
            "Rota-Running": "\(attempt.location == nil)",
        ]
    }
}
