import Executor
import Model
import Testing
import Wire

@testable import Service

/// Which output is asked for, how much at once, and what becomes of answers that never come.
struct FetchingTests {
    private static let piece = Fetching.pieceBytes
    private static let location = CapturedOutput.Location.log(offset: 0, count: .max / 4)

    private func end(_ attempt: Int, _ output: CapturedOutput.Location) -> AttemptEnd {
        AttemptEnd(
            attempt: AttemptIdentifier(attempt), startedAt: nil, endedAt: .zero, outcome: .succeeded,
            output: CapturedOutput(standardOutput: output, standardError: .nothing))
    }

    /// Asks, and answers as an executor that has so much; the offsets that were asked for.
    private func drive(_ fetching: inout Fetching, log: Int64, files: [Int: Int64] = [:]) -> [String] {
        var asked: [String] = []
        var number: UInt64 = 100
        while let (_, request) = fetching.next(number: number, at: .zero) {
            guard let question = fetching.answered(number) else { break }
            number += 1
            var size = log
            if case .own(let attempt, _) = question.file {
                size = files[attempt.number] ?? 0
                asked.append("\(attempt.number): \(request.offset)")
            } else {
                asked.append("log: \(request.offset)")
            }
            fetching.stored(question, count: max(0, min(request.count, size - request.offset)))
        }
        return asked
    }

    @Test("an executor that comes is asked once for what was not brought; then only when there is more")
    func silenceCostsNothing() {
        var fetching = Fetching(limit: 1000)
        fetching.begin(7, logSize: 40)
        #expect(drive(&fetching, log: 100) == ["log: 40"])

        fetching.ended(end(1, .log(offset: 50, count: 50)), on: 7)
        #expect(drive(&fetching, log: 100) == [])
        fetching.ended(end(2, .nothing), on: 7)
        #expect(drive(&fetching, log: 100) == [])
        fetching.ended(end(3, .log(offset: 100, count: 1)), on: 7)
        #expect(drive(&fetching, log: 101) == ["log: 100"])
    }

    @Test("long output comes piece by piece behind the log, and what is too long not at all")
    func pieces() {
        let size = 2 * Self.piece + 1
        var fetching = Fetching(limit: size)
        fetching.begin(7, logSize: 0)
        fetching.ended(end(1, .file(count: size)), on: 7)
        fetching.ended(end(2, .file(count: size + 1)), on: 7)
        fetching.ended(end(3, .log(offset: 0, count: Self.piece + 5)), on: 7)

        let asked = drive(&fetching, log: Self.piece + 5, files: [1: size, 2: size + 1])

        #expect(asked == ["log: 0", "log: \(Self.piece)", "1: 0", "1: \(Self.piece)", "1: \(2 * Self.piece)"])
    }

    @Test("no more than eight are asked at once, each for one thing; the others get their turn")
    func limit() {
        var fetching = Fetching(limit: 1000)
        for executor in 1...20 { fetching.begin(UInt64(executor), logSize: 0) }
        var asked: [UInt64] = []
        for number in 1...20 {
            if let next = fetching.next(number: UInt64(number), at: .zero) { asked.append(next.executor) }
        }
        #expect(asked == Array(1...8))

        if let question = fetching.answered(1) { fetching.stored(question, count: Self.piece) }
        if let question = fetching.answered(2) { fetching.stored(question, count: 3) }

        #expect(fetching.next(number: 21, at: .zero)?.executor == 9)
        #expect(fetching.next(number: 22, at: .zero)?.executor == 10)
        #expect(fetching.next(number: 23, at: .zero) == nil)
    }

    @Test("who does not answer, goes, or comes back holds up nobody")
    func silent() {
        var fetching = Fetching(limit: 1000)
        for executor in 1...9 { fetching.begin(UInt64(executor), logSize: 0) }
        for number in 1...8 { _ = fetching.next(number: UInt64(number), at: .zero) }
        #expect(fetching.next(number: 9, at: .zero) == nil)

        fetching.forget(1)
        #expect(fetching.next(number: 10, at: .zero)?.executor == 9)
        fetching.begin(2, logSize: 5)
        #expect(fetching.next(number: 11, at: .zero)?.request.offset == 5)
        fetching.look(at: .zero + .seconds(31))
        #expect(fetching.answered(3) == nil)
        fetching.begin(3, logSize: 6)
        #expect(fetching.next(number: 12, at: .zero)?.request.offset == 6)
    }

    @Test("while there is no space nobody is asked, and then for the same again")
    func noSpace() {
        var fetching = Fetching(limit: 1000)
        fetching.begin(7, logSize: 40)
        _ = fetching.next(number: 1, at: .zero)
        if let question = fetching.answered(1) { fetching.postpone(question, at: .zero) }

        #expect(fetching.next(number: 2, at: .zero + .seconds(1)) == nil)
        #expect(fetching.next(number: 3, at: .zero + .seconds(6))?.request.offset == 40)
    }

    @Test("an executor that goes waits for what it will be asked for, and for nothing else")
    func waiting() {
        func request(_ attempt: Int, _ place: OutputRequest.Place, _ offset: Int64) -> OutputRequest {
            OutputRequest(
                number: 1, attempt: AttemptIdentifier(attempt), stream: .output, place: place, offset: offset, count: 10
            )
        }
        var unfetched = UnfetchedOutput()
        unfetched.ended(end(1, .log(offset: 0, count: 20)))
        #expect(unfetched.isEmpty, "nobody said that it would ask")

        unfetched.ask(upTo: 100)
        unfetched.ended(end(2, .file(count: 101)))
        #expect(!unfetched.isEmpty)
        unfetched.answered(request(1, .kept(Self.location), 0), count: 10)
        #expect(!unfetched.isEmpty)
        unfetched.answered(request(1, .kept(Self.location), 10), count: 10)
        #expect(unfetched.isEmpty)
        unfetched.ended(end(3, .file(count: 15)))
        unfetched.answered(request(3, .kept(.file(count: 15)), 0), count: 10)
        #expect(!unfetched.isEmpty)
        unfetched.answered(request(3, .kept(.file(count: 15)), 10), count: 5)
        #expect(unfetched.isEmpty)
    }
}
