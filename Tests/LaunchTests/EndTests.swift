import Launch
import Model
import Posix
import Testing

@Suite struct EndTests {
    @Test(
        "an attempt ends with its program's own exit code or signal",
        arguments: [
            ("exit 0", LaunchEnd.Status.exited(0)), ("exit 7", .exited(7)), ("exit 255", .exited(255)),
            ("kill -9 $$", .signalled(9)), ("kill -15 $$", .signalled(15)), ("kill -SEGV $$", .signalled(11)),
            ("exec 0<&- 1>&- 2>&-; exit 3", .exited(3)),
        ])
    func status(script: String, status: LaunchEnd.Status) throws {
        let bench = try Workbench()

        let end = try bench.run(script)

        #expect(end.status == status)
        #expect(end.cause == .own)
        #expect(end.process > 0)
        #expect(try #require(end.startedAt).nanoseconds <= end.endedAt.nanoseconds)
    }

    @Test("an attempt sees default signals, whatever rota ignores or blocks")
    func signals() throws {
        let bench = try Workbench(prelude: "trap '' PIPE TERM USR1")

        let end = try bench.run("sed -n 's/^Sig\\(Blk\\|Ign\\):\\t//p' /proc/self/status")

        let masks = try bench.output(of: end).split(separator: "\n").compactMap { UInt64($0, radix: 16) }
        #expect(masks.count == 2)
        #expect(masks.first == 0)
        for signal in [10, 13, 15, 17] { #expect(masks[1] >> (signal - 1) & 1 == 0) }
    }

    @Test("a chain runs in order, one at a time, on one lane")
    func chain() throws {
        let bench = try Workbench()
        let count = 300

        for attempt in 0..<count {
            try bench.launcher.start(
                bench.request(attempt, "mkdir busy || exit 9; echo \(attempt) >> order; rmdir busy"), on: 0)
        }
        _ = bench.launcher.flush()

        for attempt in 0..<count { #expect(try bench.end(of: attempt).status == .exited(0)) }
        #expect(try bench.numbers(in: "order", lines: count) == (0..<count).map { Int32($0) })
        let starts = bench.events.filter { if case .started = $0 { true } else { false } }
        #expect(starts.count == count)
    }

    @Test("no event is lost when nobody reads for a while")
    func backlog() throws {
        let bench = try Workbench()
        let count = 2000

        for attempt in 0..<count { try bench.launcher.start(bench.request(attempt, ["/bin/true"]), on: attempt % 2) }
        try eventually("everything is sent") { bench.launcher.flush().isEmpty ? () : nil }
        // The pipe holds a few hundred events: the lanes have to hold the rest back.
        try bench.start(bench.request(count, "touch last"), on: 0)
        _ = try bench.end(of: count)
        for attempt in 0..<count { _ = try bench.end(of: attempt) }

        let ends = bench.events.compactMap { if case .ended(let end) = $0 { end.attempt.number } else { nil } }
        #expect(ends.sorted() == Array(0...count))
    }

    @Test("what was handed ahead and has not started is taken back; what has started is not")
    func takeBack() throws {
        let bench = try Workbench()

        try bench.start(bench.request(0, "exec sleep 1000"), bench.request(1, "true"), bench.request(2, "true"))
        _ = try bench.process(of: 0)
        bench.launcher.takeBack(AttemptIdentifier(0), count: 10, on: 0)
        bench.launcher.takeBack(AttemptIdentifier(1), count: 2, on: 0)
        _ = bench.launcher.flush()

        let answers = try bench.wait { _ in
            let answers = bench.events.compactMap {
                if case .takenBack(let first, let count, _) = $0 { [first.number, count] } else { nil }
            }
            return answers.count == 2 ? answers : nil
        }
        #expect(answers == [[1, 2], [1, 0]])
        bench.launcher.end(AttemptIdentifier(0), on: 0, grace: .seconds(100))
        _ = bench.launcher.flush()
        #expect(try bench.end(of: 0).status == .signalled(15))
    }

    @Test("an attempt that is ended before its turn never runs")
    func endUnstarted() throws {
        let bench = try Workbench()

        try bench.start(bench.request(0, "exec sleep 1000"), bench.request(1, "touch ran"))
        bench.launcher.end(AttemptIdentifier(1), on: 0, grace: .seconds(100))
        bench.launcher.end(AttemptIdentifier(0), on: 0, grace: .seconds(100))
        _ = bench.launcher.flush()

        let unstarted = try bench.end(of: 1)
        #expect(unstarted.startedAt == nil)
        #expect(unstarted.cause == .stopped)
        let ended = try bench.end(of: 0)
        #expect(ended.cause == .stopped)
        #expect(!FileSystem.exists("\(bench.folder)/ran"))
    }
}
