import Model
import Posix
import Testing

/// Blows at random moments, and going on after them.
@Suite(.serialized) struct KillTests {
    enum Victim: CaseIterable { case rota, launcher, both }

    /// One round: a run is struck once or twice and then goes on to its end.
    private func round(_ number: Int, in place: Workplace, using generator: inout SeededGenerator, _ hint: String)
        throws
    {
        let iterations = 0..<30
        let marks = try Marks(in: place, work: "sleep 0.0$((RANDOM % 3))")
        var running = try place.start(
            rota: "run", "--quiet", "--retries", "0", "--name", "task", "--range", "0-29", "--", marks.script, "${it}")
        for blow in 0..<Int.random(in: 1...2, using: &generator) {
            let victim = Victim.allCases.randomElement(using: &generator) ?? .both
            pause(microseconds: Int.random(in: 0...700_000, using: &generator))
            let launcher = running.launcher
            if victim != .rota, let launcher { try Process.send(.kill, to: launcher) }
            if victim != .launcher || launcher == nil { running.kill() }
            let finished = try running.finish()
            guard Record.runs(in: place.state) == [1], try !Record(in: place.state).tasks.isEmpty else {
                #expect(marks.all.isEmpty, "tasks ran before anything was recorded \(hint)")
                return
            }
            if try Record(in: place.state).isComplete {
                #expect([0, 137].contains(finished.code), "blow \(blow): \(finished.testDescription) \(hint)")
                break
            }
            #expect(finished.code != 0, "success was claimed of an unfinished run \(hint)")
            running = try place.start(rota: "run", "--resume", "--quiet")
        }
        if try !Record(in: place.state).isComplete {
            let finished = try running.finish()
            #expect(finished.code == 0, "round \(number): \(finished.testDescription) \(hint)")
        }
        try Record(in: place.state).expectAgreement(with: marks, iterations: iterations, hint)
    }

    @Test("killed 50 times at random moments, a run always goes on to the same complete result")
    func fiftyRounds() throws {
        let seed = Seeds.seed
        let replay = Seeds.replay(seed, "fiftyRounds")
        print("random blows: \(replay)")
        var generator = SeededGenerator(seed: seed)

        for number in 0..<50 { try round(number, in: Workplace(), using: &generator, "(round \(number), \(replay))") }
    }

    @Test("a run goes on after the death of its rota without using up retries, and what succeeded is not run again")
    func resumes() throws {
        let place = try Workplace()
        let script = try place.script(
            "work",
            """
            echo $1 >> begun
            if [ $1 = 2 ] && [ ! -e gate ]; then sleep 600; fi
            """)
        let running = try place.start(
            rota: "run", "--retries", "0", "-j", "1", "--name", "task", "--values", "a,b,c,d", "--", script, "${it}")
        #expect(wait { place.lines(of: "begun").contains("2") })
        // Only what is durable is promised: the ends of 0 and 1 must be, before the blow.
        #expect(wait { (try? Record(in: place.state).count(of: .succeeded)) == 2 })

        running.kill()
        _ = try running.finish()
        try place.write("", to: "gate")
        let resumed = try place.rota("run", "--resume")

        #expect(resumed.code == 0, "\(resumed.testDescription)")
        #expect(place.lines(of: "begun") == ["0", "1", "2", "2", "3"])
        let record = try Record(in: place.state)
        #expect(record.ends(of: "task", 2).map(\.outcome) == [.lost, .succeeded])
        #expect(record.closings == [.complete])
    }

    @Test("when only the launcher dies, no task stays behind and the run goes on, now or later")
    func launcherDies() throws {
        let place = try Workplace()
        let script = try place.script(
            "work", "echo $$ >> begun\n[ -e gate ] || sleep 600")
        let running = try place.start(rota: "run", "--retries", "0", "--range", "0-3", "--", script)
        #expect(wait { !place.lines(of: "begun").isEmpty })
        let launcher = try #require(running.launcher)

        try place.write("", to: "gate")
        let first = place.lines(of: "begun").compactMap { Int32($0) }
        try Process.send(.kill, to: launcher)
        let finished = try running.finish()

        let isGone = wait { first.allSatisfy { ProcessIdentity(running: $0)?.isAlive != true } }
        #expect(isGone)
        if try !Record(in: place.state).isComplete {
            #expect(finished.code != 0, "\(finished.testDescription)")
            let resumed = try place.rota("run", "--resume")
            #expect(resumed.code == 0, "\(resumed.testDescription)")
        }
        let record = try Record(in: place.state)
        #expect(record.count(of: .succeeded) == 4)
        #expect(record.count(of: .lost) >= 1)
    }

    @Test("there is nothing to go on with after a complete run, and that is said")
    func nothingToResume() throws {
        let place = try Workplace()
        try place.rota("run", "--", "true")

        let finished = try place.rota("run", "--resume")

        #expect(finished.code == 2, "\(finished.testDescription)")
        #expect(finished.errors != "")
    }
}
