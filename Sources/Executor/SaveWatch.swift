internal import Model
internal import Posix
internal import Synchronization

/// Watches the files in which programs tell of themselves for the word that they have saved.
///
/// Such a file may be on a machine that does not answer: so one thread reads, and another keeps the time.
final class SaveWatch: Sendable {
    struct Answer: Sendable, Hashable {
        var attempt: AttemptIdentifier
        var number: Int
        /// Whether it is to be asked now; else it need not be waited for, or no longer.
        var isToBeAsked: Bool
    }

    private enum Stage {
        /// Whether it ever told anything is not known.
        case unknown
        /// It did, and is about to be asked.
        case reporting
        case asked
    }

    private struct Standing {
        var number: Int
        var path: String
        var deadline: Int64
        var stage = Stage.unknown
        /// What it told before it was asked.
        var offset: Int64 = 0
    }

    private struct Content {
        var standings: [AttemptIdentifier: Standing] = [:]
        var answers: [Answer] = []
        var isOver = false
    }

    private typealias Pipe = (reading: FileDescriptor, writing: FileDescriptor)

    /// Readable when there are answers.
    var descriptor: FileDescriptor { bell.reading }
    private let bell: Pipe
    private let readerBell: Pipe
    private let clockBell: Pipe
    private let content = Mutex(Content())
    private let threads = Mutex<[Thread]>([])

    // 20 ms: nothing beside what saving takes.
    private static let pause: Int64 = 20_000_000
    // 64 KiB: hundreds of lines in one of these pauses.
    private static let mostBytes = 65_536

    init() throws(SystemFailure) {
        bell = try FileDescriptor.pipe()
        readerBell = try FileDescriptor.pipe()
        clockBell = try FileDescriptor.pipe()
        for pipe in [bell, readerBell, clockBell] {
            try pipe.reading.setNonblocking()
            try pipe.writing.setNonblocking()
        }
        let reader = try Thread.start { [self] in read() }
        threads.withLock { $0.append(reader) }
        let clock = try Thread.start { [self] in keepTime() }
        threads.withLock { $0.append(clock) }
    }

    /// Finds out whether a program tells anything in this file, so that it is worth asking.
    func begin(_ attempt: AttemptIdentifier, number: Int, path: String, within limit: Duration) {
        let deadline = Clock.monotonicNanoseconds() + limit.nanoseconds
        content.withLock { $0.standings[attempt] = Standing(number: number, path: path, deadline: deadline) }
        ring([readerBell, clockBell])
    }

    /// It was asked.
    func expectSaved(_ attempt: AttemptIdentifier, number: Int) {
        content.withLock { content in
            if content.standings[attempt]?.number == number { content.standings[attempt]?.stage = .asked }
        }
        ring([readerBell])
    }

    func forget(_ attempt: AttemptIdentifier) {
        content.withLock { content in
            content.standings[attempt] = nil
            content.answers.removeAll { $0.attempt == attempt }
        }
    }

    func answers() -> [Answer] {
        // First, so that one that comes meanwhile is announced.
        Self.drain(bell)
        return content.withLock { content in
            defer { content.answers.removeAll() }
            return content.answers
        }
    }

    func close() {
        content.withLock { $0.isOver = true }
        ring([readerBell, clockBell])
        for thread in threads.withLock({ $0 }) { thread.join() }
        for pipe in [bell, readerBell, clockBell] {
            pipe.reading.close()
            pipe.writing.close()
        }
    }

    private func read() {
        while true {
            Self.drain(readerBell)
            guard let standings = content.withLock({ $0.isOver ? nil : $0.standings }) else { return }
            for (attempt, standing) in standings where standing.stage != .reporting { look(attempt, standing) }
            let isAwaited = standings.contains { $0.value.stage == .asked }
            _ = try? Readiness.wait(
                for: [(readerBell.reading, .readable)], nanoseconds: isAwaited ? Self.pause : nil)
        }
    }

    private func look(_ attempt: AttemptIdentifier, _ standing: Standing) {
        let status = try? FileSystem.status(of: standing.path, followingLinks: false)
        guard let size = status?.size, status?.kind == .file else {
            return settle(attempt, standing) { $0 = nil }
        }
        if standing.stage == .unknown {
            return settle(attempt, standing) { $0 = Self.reporting(standing, size: size) }
        }
        guard size > standing.offset, let file = try? FileDescriptor.open(standing.path, .read) else { return }
        defer { file.close() }
        guard let bytes = try? file.read(at: standing.offset, count: Self.mostBytes),
            let end = bytes.lastIndex(of: UInt8(ascii: "\n"))
        else { return }
        let lines = bytes[..<end].split(separator: UInt8(ascii: "\n"))
        let hasSaved = lines.contains { $0.starts(with: "saved ".utf8) }
        settle(attempt, standing) { present in
            if hasSaved { present = nil } else { present?.offset += Int64(end + 1) }
        }
    }

    private static func reporting(_ standing: Standing, size: Int64) -> Standing? {
        guard size > 0 else { return nil }
        var standing = standing
        standing.stage = .reporting
        standing.offset = size
        return standing
    }

    /// Changes what stands, unless something else was wanted meanwhile. What is gone then is answered, and what is to
    /// be asked.
    private func settle(_ attempt: AttemptIdentifier, _ standing: Standing, _ change: (inout Standing?) -> Void) {
        let isAnswered = content.withLock { content in
            guard let present = content.standings[attempt], present.number == standing.number else { return false }
            change(&content.standings[attempt])
            let stage = content.standings[attempt]?.stage
            guard stage != present.stage else { return false }
            content.answers.append(
                Answer(attempt: attempt, number: standing.number, isToBeAsked: stage == .reporting))
            return true
        }
        if isAnswered { ring([bell]) }
    }

    private func keepTime() {
        while true {
            Self.drain(clockBell)
            let now = Clock.monotonicNanoseconds()
            guard let standings = content.withLock({ $0.isOver ? nil : $0.standings }) else { return }
            for (attempt, standing) in standings where standing.deadline <= now {
                settle(attempt, standing) { $0 = nil }
            }
            let next = standings.values.map(\.deadline).filter { $0 > now }.min()
            _ = try? Readiness.wait(for: [(clockBell.reading, .readable)], nanoseconds: next.map { $0 - now })
        }
    }

    private func ring(_ bells: [Pipe]) {
        for bell in bells { try? bell.writing.writeAll([1]) }
    }

    private static func drain(_ bell: Pipe) {
        var bytes = [UInt8](repeating: 0, count: 256)
        _ = try? bell.reading.read(into: &bytes)
    }
}
