import Posix
import Testing

/// What tasks start and hide must go when rota or its launcher goes.
@Suite(.serialized) struct DescendantTests {
    enum Victim: CaseIterable { case rota, launcher }

    /// A task that starts a process which has left its parent, its session and its environment behind, and stays.
    private func hide(_ victim: Victim, in place: Workplace, using rota: String) throws {
        // The argument by which the hidden process is found: no other sleep lasts as long.
        let word = "\(600 + Int(Process.number)).\(Clock.monotonicNanoseconds())"
        let script = try place.script(
            "hide",
            """
            (setsid env -i /bin/sh -c '(setsid env -i /bin/sleep \(word) > /dev/null 2>&1 < /dev/null &)' &)
            sleep \(word)
            """)
        let running = try place.start([rota, "run", "--range", "0-0", "--", script])
        #expect(wait { Processes.all(withArgument: word).count >= 2 })
        let hidden = Processes.all(withArgument: word).filter { $0 != running.number }
        let launcher = try #require(running.launcher)

        let from = Clock.monotonicNanoseconds()
        try Process.send(.kill, to: victim == .rota ? running.number : launcher)
        let isGone = wait(seconds: 30) {
            _ = running.isOver
            return Processes.all(withArgument: word).filter { $0 != running.number }.isEmpty
        }
        let milliseconds = (Clock.monotonicNanoseconds() - from) / 1_000_000

        #expect(isGone, "\(hidden.count) processes of the task outlived \(victim)")
        // One second is promised; a starved machine gets more before this is called a failure.
        print("hidden descendants were gone \(milliseconds) ms after the death of the \(victim)")
        #expect(milliseconds < 10_000)
        running.kill()
        _ = try running.finish()
    }

    @Test("descendants in hiding are gone after rota or its launcher is killed", arguments: Victim.allCases)
    func asOneself(victim: Victim) throws {
        try hide(victim, in: Workplace(), using: Executables.rota)
    }

    @Test(
        "the same holds for an ordinary user", .enabled(if: Process.isRoot, "already shown above"),
        arguments: Victim.allCases)
    func asAnotherUser(victim: Victim) throws {
        let place = try Workplace()
        // The build folder may lie where the other user can't look: the programs and their libraries come along.
        let copied = try place.shell(
            """
            set -e
            mkdir bin
            cp '\(Executables.rota)' '\(Executables.launcher)' bin/
            for library in $(ldd bin/rota | awk '$3 ~ "^/" { print $3 }'); do
                case $library in /lib/*|/usr/lib/*) ;; *) cp "$library" bin/ ;; esac
            done
            chown -R 65534:65534 .
            chmod 755 . bin
            """)
        #expect(copied.code == 0, "\(copied.testDescription)")
        place.environment["LD_LIBRARY_PATH"] = place.path("bin")
        place.wrapper = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

        try hide(victim, in: place, using: place.path("bin/rota"))
    }

    @Test("when rota and its launcher are killed at once, the next rota in that folder ends what stayed behind")
    func bothAtOnce() throws {
        let place = try Workplace()
        let script = try place.script("stay", "setsid sleep 600 &\necho $! >> begun\n[ -e gate ] || sleep 600")
        let running = try place.start(rota: "run", "--range", "0-0", "--", script)
        #expect(wait { !place.lines(of: "begun").isEmpty })
        let first = place.lines(of: "begun").compactMap { Int32($0) }
        let launcher = try #require(running.launcher)

        // Stopped first, so that none of the two can do anything about the death of the other.
        let lanes = Processes.children(of: launcher)
        for process in lanes + [launcher, running.number] { try Process.send(.stop, to: process) }
        for process in lanes + [launcher, running.number] { try Process.send(.kill, to: process) }
        _ = try running.finish()
        try place.write("", to: "gate")
        let resumed = try place.rota("run", "--resume")

        #expect(resumed.code == 0, "\(resumed.testDescription)")
        #expect(first.allSatisfy { ProcessIdentity(running: $0)?.isAlive != true })
    }
}
