internal import Model
internal import Wire

/// Which parts of what executors keep are asked for next, so that they are here when the executors have gone.
///
/// Pure. Little is asked at once, and nothing while the disk is full: ends and questions of people go before.
struct Fetching {
    /// A part that was asked for.
    struct Question: Hashable {
        var executor: UInt64
        var file: FetchedOutput.File
        var offset: Int64
    }

    private struct Source {
        var logSize: Int64
        /// As far as ends say that there is more; the highest: nobody knows.
        var logEnd: Int64 = .max
        var files: [FetchedOutput.Missing] = []
        var isAsked = false
        var isQueued = false

        var wantsNothing: Bool { logSize >= logEnd && files.isEmpty }
    }

    /// The longest output of one stream that is fetched.
    let limit: Int64
    private var sources: [UInt64: Source] = [:]
    private var asked: [UInt64: (question: Question, at: Instant)] = [:]
    /// Those with something to ask for that are not being asked, in the order they get their turn.
    private var queue: [UInt64] = []
    private var restsUntil: Instant?

    // 8: so many pieces are under way from all executors together.
    private static let most = 8
    // 64 KiB: what a slow network carries before it is time for a sign of life.
    static let pieceBytes: Int64 = 64 << 10
    // 30 s: an executor that is heard answers sooner, and one that is not says hello when it is back.
    private static let answerLimit = Duration.seconds(30)
    private static let rest = Duration.seconds(5)

    init(limit: Int64) { self.limit = limit }

    /// An executor is there whose folder can't be seen from here.
    ///
    /// - Parameter logSize: what was fetched of its log.
    mutating func begin(_ executor: UInt64, logSize: Int64, missing: [FetchedOutput.Missing] = []) {
        release(executor)
        var source = Source(logSize: logSize)
        source.files = missing
        source.isQueued = sources[executor]?.isQueued ?? false
        sources[executor] = source
        enqueue(executor)
    }

    func knows(_ executor: UInt64) -> Bool { sources[executor] != nil }

    /// It has gone.
    mutating func forget(_ executor: UInt64) {
        release(executor)
        sources[executor] = nil
    }

    /// - Returns: what has been added of long pieces.
    @discardableResult
    mutating func ended(_ end: AttemptEnd, on executor: UInt64) -> [FetchedOutput.Missing] {
        guard var source = sources[executor] else { return [] }
        var long: [FetchedOutput.Missing] = []
        for stream in OutputStreamName.allCases {
            switch end.output.location(of: stream) {
            case .nothing: break
            case .log(let offset, let count): source.logEnd = max(source.logEnd, offset + count)
            case .file(let size):
                if size <= limit { long.append(.init(attempt: end.attempt, stream: stream, size: size)) }
            }
        }
        source.files += long
        sources[executor] = source
        enqueue(executor)
        return long
    }

    /// The next question; none: nothing is missing, or enough is under way.
    mutating func next(number: UInt64, at now: Instant) -> (executor: UInt64, request: OutputRequest)? {
        guard asked.count < Self.most, restsUntil.map({ $0 <= now }) ?? true else { return nil }
        restsUntil = nil
        while !queue.isEmpty {
            let executor = queue.removeFirst()
            guard var source = sources[executor] else { continue }
            source.isQueued = false
            defer { sources[executor] = source }
            guard !source.isAsked, !source.wantsNothing else { continue }
            source.isAsked = true
            var request = OutputRequest(
                number: number, attempt: AttemptIdentifier(0), stream: .output,
                place: .kept(.log(offset: 0, count: .max / 4)), offset: source.logSize, count: Self.pieceBytes)
            var file = FetchedOutput.File.log
            // The log first: it holds what most tasks said.
            if source.logSize >= source.logEnd, let first = source.files.first {
                file = .own(first.attempt, first.stream)
                request.attempt = first.attempt
                request.stream = first.stream == .output ? .output : .error
                request.place = .kept(.file(count: first.size))
                request.offset = first.have
            }
            asked[number] = (Question(executor: executor, file: file, offset: request.offset), now)
            return (executor, request)
        }
        return nil
    }

    /// What was asked by this number; none when it was not asked here, or was given up.
    mutating func answered(_ number: UInt64) -> Question? {
        guard let (question, _) = asked.removeValue(forKey: number) else { return nil }
        sources[question.executor]?.isAsked = false
        return question
    }

    /// It was answered, and what came is stored.
    mutating func stored(_ question: Question, count: Int64) {
        guard var source = sources[question.executor] else { return }
        let isLast = count < Self.pieceBytes
        switch question.file {
        case .log:
            source.logSize = question.offset + count
            // What ends spoke of and the executor has not is not there to be had.
            if isLast { source.logEnd = count == 0 || source.logEnd == .max ? source.logSize : source.logEnd }
        case .own:
            guard !source.files.isEmpty else { break }
            source.files[0].have = question.offset + count
            if isLast || source.files[0].have >= source.files[0].size { source.files.removeFirst() }
        }
        sources[question.executor] = source
        enqueue(question.executor)
    }

    /// Its executor has nothing of it.
    mutating func failed(_ question: Question) { stored(question, count: 0) }

    /// There is no space for it now.
    mutating func postpone(_ question: Question, at now: Instant) {
        restsUntil = now + Self.rest
        enqueue(question.executor)
    }

    /// Gives up waiting for answers that are overdue, lest they hold up others.
    mutating func look(at now: Instant) {
        for (number, asked) in asked where now - asked.at > Self.answerLimit {
            self.asked[number] = nil
            sources[asked.question.executor]?.isAsked = false
        }
    }

    private mutating func release(_ executor: UInt64) {
        for (number, asked) in asked where asked.question.executor == executor { self.asked[number] = nil }
        sources[executor]?.isAsked = false
    }

    private mutating func enqueue(_ executor: UInt64) {
        guard let source = sources[executor], !source.isQueued, !source.isAsked, !source.wantsNothing else { return }
        sources[executor]?.isQueued = true
        queue.append(executor)
    }
}
