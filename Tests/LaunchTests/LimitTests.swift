import Launch
import Model
import Posix
import Testing

@Suite struct LimitTests {
    @Test("an attempt beyond its wall time gets SIGTERM, and its end says why")
    func wallTime() throws {
        let bench = try Workbench()
        var request = bench.request(0, "trap 'echo asked; exit 4' TERM; while :; do sleep 0.05; done")
        request.wallTime = .milliseconds(300)

        let end = try bench.run(request)

        #expect(end.cause == .wallTime)
        #expect(end.status == .exited(4))
        #expect(try bench.output(of: end) == "asked\n")
    }

    @Test("a program that ignores SIGTERM is killed after the grace")
    func ignored() throws {
        let bench = try Workbench()
        var request = bench.request(0, "trap '' TERM; echo $$ > pid; while :; do sleep 0.05; done")
        request.wallTime = .milliseconds(200)
        request.grace = .milliseconds(200)

        let end = try bench.run(request)

        #expect(end.cause == .wallTime)
        #expect(end.status == .signalled(9))
        let started = try #require(end.startedAt)
        #expect(end.endedAt.nanoseconds - started.nanoseconds >= 400_000_000)
    }

    @Test("a second, shorter grace takes over from the first")
    func impatience() throws {
        let bench = try Workbench()
        try bench.start(bench.request(0, "trap '' TERM; echo $$ > pid; while :; do sleep 0.05; done"))
        _ = try bench.numbers(in: "pid", lines: 1)

        bench.launcher.end(AttemptIdentifier(0), on: 0, grace: .seconds(1000))
        bench.launcher.end(AttemptIdentifier(0), on: 0, grace: .zero)
        _ = bench.launcher.flush()

        #expect(try bench.end(of: 0).status == .signalled(9))
        #expect(try bench.end(of: 0).cause == .stopped)
    }

    @Test(
        "SIGTERM reaches every process of an attempt, also those in groups and sessions of their own, and the stopped")
    func everyProcess() throws {
        let bench = try Workbench()
        let script = """
            listen() { trap "echo $1 >> heard; exit" TERM; echo $1 >> ready; while :; do sleep 0.02; done; }
            listen 1 &
            setsid sh -c 'trap "echo 2 >> heard; exit" TERM; echo 2 >> ready; while :; do sleep 0.02; done' &
            sh -c 'trap "echo 3 >> heard; exit" TERM; echo 3 >> ready; kill -STOP $$; while :; do sleep 0.02; done' &
            trap 'wait; exit 0' TERM
            echo 4 >> ready
            wait
            """
        try bench.start(bench.request(0, script))
        _ = try bench.numbers(in: "ready", lines: 4)

        bench.launcher.end(AttemptIdentifier(0), on: 0, grace: .seconds(1000))
        _ = bench.launcher.flush()

        #expect(try bench.end(of: 0).status == .exited(0))
        #expect(try bench.numbers(in: "heard", lines: 3).sorted() == [1, 2, 3])
    }

    @Test("an attempt beyond its memory is ended, and its end says so", arguments: [false, true])
    func memory(asNobody: Bool) throws {
        guard !asNobody || Process.isRoot else { return }
        // An ordinary user can rarely write a control group: the lane samples then.
        let bench = try Workbench(asNobody: asNobody)
        var request = bench.request(0, "dd if=/dev/zero of=/dev/null bs=300M count=1000000 2> /dev/null; exit 5")
        request.memory = .mebibytes(100)

        let end = try bench.run(request)

        #expect(end.cause == .outOfMemory)
        request = bench.request(1, "dd if=/dev/zero of=/dev/null bs=50M count=5; exit 5")
        request.memory = .mebibytes(100)
        let within = try bench.run(request)
        #expect(within.cause == .own)
        #expect(within.status == .exited(5))
    }

    @Test("peak memory is the program's own: little for a small one, all of it for a large one")
    func peak() throws {
        let bench = try Workbench()

        let small = try bench.run(bench.request(0, ["/bin/true"]))
        let large = try bench.run(
            bench.request(1, ["dd", "if=/dev/zero", "of=/dev/null", "bs=200000000", "count=3"]))

        #expect(small.usage.peakMemory < .mebibytes(5))
        #expect(large.usage.peakMemory > Bytes(190_000_000))
        #expect(large.usage.peakMemory < Bytes(210_000_000))
        #expect(large.usage.userMicroseconds + large.usage.systemMicroseconds > 1000)
    }
}
