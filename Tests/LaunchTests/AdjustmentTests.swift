import Launch
import Model
import Posix
import Testing

@Suite struct AdjustmentTests {
    /// Eight threads and a child that will not hear of SIGTERM, all of them busy; tells its numbers, then works.
    private static let crowd = """
        import os, signal, threading
        def work():
            while not os.path.exists("go"): pass
        child = os.fork()
        if child == 0:
            os.setsid()
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            work()
            os._exit(0)
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads: thread.start()
        with open("pids.draft", "w") as file: file.write(f"{os.getpid()}\\n{child}\\n")
        os.rename("pids.draft", "pids")
        for thread in threads: thread.join()
        os.waitpid(child, 0)
        """

    @Test("a paused attempt stands still with all its threads and children, until it goes on")
    func pause() throws {
        let bench = try Workbench()
        try bench.start(bench.request(0, ["python3", "-c", Self.crowd]))
        let processes = try bench.numbers(in: "pids", lines: 2)

        #expect(try bench.adjust(0, number: 1, isPaused: true) == 0)
        let used = try processes.map(ticks)
        for _ in 0..<20 {
            _ = try Readiness.wait(for: [], nanoseconds: 10_000_000)
            #expect(try processes.map(ticks) == used)
        }
        #expect(try processes.flatMap(states).allSatisfy { $0 == "T" })
        #expect(try processes.map { try states($0).count } == [9, 1])

        #expect(try bench.adjust(0, number: 2, isPaused: false) == 0)
        try FileSystem.replace("\(bench.folder)/go", with: [])
        #expect(try bench.end(of: 0).status == .exited(0))
    }

    @Test("every thread of an attempt moves to other processors, and what it starts later has them too")
    func move() throws {
        let present = try #require(try allowed(Process.number).first)
        let other = try allowed(Process.number).last ?? present
        let bench = try Workbench()
        var request = bench.request(0, ["python3", "-c", Self.crowd])
        request.processors = [present]
        try bench.start(request)
        let processes = try bench.numbers(in: "pids", lines: 2)
        try #require(try processes.flatMap(threads).map { try allowed($0) }.allSatisfy { $0 == [present] })

        #expect(try bench.adjust(0, number: 1, processors: [other]) == 0)

        let moved = try processes.flatMap(threads)
        #expect(moved.count == 10)
        #expect(try moved.map { try allowed($0) }.allSatisfy { $0 == [other] })
    }

    @Test("what forks without end is stopped as a whole")
    func forks() throws {
        let bench = try Workbench()
        try bench.start(bench.request(0, "echo $$ > pid; while ! [ -e go ]; do (/bin/true & /bin/true); done"))
        let process = try #require(try bench.numbers(in: "pid", lines: 1).first)

        #expect(try bench.adjust(0, number: 1, isPaused: true) == 0)
        let standing = descendants(of: process)
        for _ in 0..<20 {
            _ = try Readiness.wait(for: [], nanoseconds: 5_000_000)
            #expect(descendants(of: process) == standing)
        }
        #expect(try bench.adjust(0, number: 2, isPaused: false) == 0)
        try FileSystem.replace("\(bench.folder)/go", with: [])

        #expect(try bench.end(of: 0).status == .exited(0))
    }

    @Test("the time for which an attempt is paused is none of its wall time")
    func wallTime() throws {
        let bench = try Workbench()
        var request = bench.request(0, "echo $$ > pid; exec sleep 600")
        request.wallTime = .seconds(1)
        try bench.start(request)
        _ = try bench.numbers(in: "pid", lines: 1)

        #expect(try bench.adjust(0, number: 1, isPaused: true) == 0)
        // Longer than it may run.
        _ = try Readiness.wait(for: [(bench.launcher.eventDescriptor, .readable)], nanoseconds: 1_500_000_000)
        let goesOn = Clock.monotonicNanoseconds()
        #expect(try bench.adjust(0, number: 2, isPaused: false) == 0)
        let end = try bench.end(of: 0)

        #expect(end.cause == .wallTime)
        #expect(end.endedAt.nanoseconds > goesOn)
    }

    @Test("a paused attempt that is to end hears it, and is killed when it does not follow")
    func end() throws {
        let bench = try Workbench()
        let heard = "trap 'echo heard; exit 3' TERM; echo $$ > pid; while :; do :; done"
        try bench.start(bench.request(0, heard))
        try bench.start(bench.request(1, ["python3", "-c", Self.crowd]), on: 1)
        _ = try bench.numbers(in: "pid", lines: 1)
        _ = try bench.numbers(in: "pids", lines: 2)
        #expect(try bench.adjust(0, number: 1, isPaused: true) == 0)
        #expect(try bench.adjust(1, number: 1, isPaused: true, on: 1) == 0)

        bench.launcher.end(AttemptIdentifier(0), on: 0, grace: .seconds(1000))
        bench.launcher.end(AttemptIdentifier(1), on: 1, grace: .milliseconds(100))
        _ = bench.launcher.flush()
        let (obedient, stubborn) = (try bench.end(of: 0), try bench.end(of: 1))

        #expect(obedient.status == .exited(3))
        #expect(try bench.output(of: obedient) == "heard\n")
        #expect(stubborn.cause == .stopped)
    }

    @Test("with the launcher's owner goes what is paused, whoever it is that dies", arguments: [false, true])
    func death(ofLane: Bool) throws {
        let bench = try Workbench()
        try bench.start(bench.request(0, ["python3", "-c", Self.crowd]))
        let processes = try bench.numbers(in: "pids", lines: 2).compactMap { ProcessIdentity(running: $0) }
        #expect(try bench.adjust(0, number: 1, isPaused: true) == 0)

        if ofLane {
            let lane = try #require(ProcessTree.children(of: bench.launcher.process).first)
            try Process.send(.kill, to: lane)
        } else {
            bench.close()
        }

        try expectGone(processes)
    }

    @Test("what is asked of an attempt that has not begun holds from its beginning")
    func early() throws {
        let bench = try Workbench()
        try bench.start(
            bench.request(0, "while ! [ -e go ]; do sleep 0.01; done"),
            // As long as it has to: one that ends before it can be stopped has nothing to answer.
            bench.request(1, "while ! [ -e end ]; do :; done"))

        bench.launcher.adjust(AttemptIdentifier(1), on: 0, number: 7, processors: [], isPaused: true)
        _ = bench.launcher.flush()
        try FileSystem.replace("\(bench.folder)/go", with: [])
        #expect(try bench.answer(of: 1, number: 7) == 0)
        #expect(try bench.adjust(1, number: 8, isPaused: false) == 0)
        try FileSystem.replace("\(bench.folder)/end", with: [])

        #expect(try bench.end(of: 1).status == .exited(0))
    }

    @Test("processors that are not there are refused, and the attempt goes on where it was")
    func refusal() throws {
        let bench = try Workbench()
        let before = try allowed(Process.number)
        try bench.start(bench.request(0, "echo $$ > pid; while ! [ -e go ]; do sleep 0.01; done"))
        let process = try #require(try bench.numbers(in: "pid", lines: 1).first)

        // 22: EINVAL.
        #expect(try bench.adjust(0, number: 1, processors: [8000], isPaused: true) == 22)
        #expect(try allowed(process) == before)
        try FileSystem.replace("\(bench.folder)/go", with: [])

        #expect(try bench.end(of: 0).status == .exited(0))
    }

    @Test("what somebody else has woken is stopped again")
    func woken() throws {
        let bench = try Workbench()
        try bench.start(bench.request(0, "echo $$ > pid; while :; do :; done"))
        let process = try #require(try bench.numbers(in: "pid", lines: 1).first)
        #expect(try bench.adjust(0, number: 1, isPaused: true) == 0)

        try Process.send(.resume, to: process)

        try eventually("it stands still again") { try states(process) == ["T"] ? () : nil }
    }

    private func descendants(of process: Int32) -> [Int32] {
        ProcessTree.children(of: process).flatMap { [$0] + descendants(of: $0) }
    }

    private func threads(_ process: Int32) throws -> [Int32] {
        try FileSystem.names(in: "/proc/\(process)/task").compactMap { Int32($0) }
    }

    private func states(_ process: Int32) throws -> [Character] {
        try threads(process).map { thread in
            let text = String(decoding: try FileSystem.content(of: "/proc/\(thread)/stat"), as: UTF8.self)
            let nameEnd = try #require(text.lastIndex(of: ")"))
            return try #require(text[nameEnd...].dropFirst(2).first)
        }
    }

    /// Processor time of all its threads, in the kernel's ticks.
    private func ticks(_ process: Int32) throws -> Int {
        let text = String(decoding: try FileSystem.content(of: "/proc/\(process)/stat"), as: UTF8.self)
        let nameEnd = try #require(text.lastIndex(of: ")"))
        // The fields 14 and 15, of which the name is the second.
        let words = text[nameEnd...].split(separator: " ")[12...13]
        return words.compactMap { Int($0) }.reduce(0, +)
    }

    /// The processors that a thread is held to.
    private func allowed(_ thread: Int32) throws -> [Int] {
        let text = String(decoding: try FileSystem.content(of: "/proc/\(thread)/status"), as: UTF8.self)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") })
        return line.dropFirst(18).split(whereSeparator: { $0 == "," || $0.isWhitespace }).flatMap { span -> [Int] in
            let bounds = span.split(separator: "-").compactMap { Int($0) }
            return Array(bounds[0]...(bounds.last ?? bounds[0]))
        }
    }
}
