import Model
import Posix
import Testing

/// Blows at random moments, and going on after them.
@Suite(.serialized) struct KillTests {
    enum Victim: CaseIterable { case rota, launcher, both }

    /// One round: a run is struck once or twice and then goes on to its end.
    ///
    /// - Returns: how many attempts were lost in it.
    private func round(_ number: Int, in place: Workplace, using generator: inout SeededGenerator) throws -> Int {
        let hint = "(round \(number), \(Seeds.replay(Seeds.seed, "manyRounds")))"
        let marks = try Marks(in: place, work: "sleep 0.0$((RANDOM % 3))")
        var running = try place.start(
            rota: "run", "--quiet", "--retries", "0", "--name", "task", "--range", "0-29", "--", marks.script, "${it}")
        for _ in 0..<Int.random(in: 1...2, using: &generator) {
            letPass(marks, or: running, using: &generator)
            try strike(running, Victim.allCases.randomElement(using: &generator) ?? .both)
            let finished = try running.finish()
            guard Record.runs(in: place.state) == [1], try !Record(in: place.state).tasks.isEmpty else {
                #expect(marks.all.isEmpty, "tasks ran before anything was recorded \(hint)")
                return 0
            }
            if try Record(in: place.state).isComplete { break }
            #expect(finished.code != 0, "success was claimed of an unfinished run \(hint)")
            running = try place.start(rota: "run", "--resume", "--quiet")
        }
        let finished = try running.finish()
        let record = try Record(in: place.state)
        // Struck after the last commit and before its exit, a run is complete, and its end is a signal.
        #expect(record.isComplete && [0, 137].contains(finished.code), "\(finished.testDescription) \(hint)")
        record.expectAgreement(with: marks, iterations: 0..<30, hint)
        return record.count(of: .lost)
    }

    /// Lets a random time pass: from the start, or from the moment when a random number of tasks was done.
    private func letPass(_ marks: Marks, or running: Running, using generator: inout SeededGenerator) {
        if Bool.random(using: &generator) {
            pause(microseconds: Int.random(in: 0...200_000, using: &generator))
        } else {
            let count = Int.random(in: 0..<29, using: &generator)
            _ = wait { marks.all.count > count || running.isOver }
            pause(microseconds: Int.random(in: 0...30_000, using: &generator))
        }
    }

    private func strike(_ running: Running, _ victim: Victim) throws {
        let launcher = running.launcher
        if victim != .rota, let launcher { try Process.send(.kill, to: launcher) }
        if victim != .launcher || launcher == nil { running.kill() }
    }

    @Test("killed again and again at random moments, a run always goes on to the same complete result")
    func manyRounds() throws {
        let rounds = Environment.value(of: "ROTA_TEST_ROUNDS").flatMap { Int($0) } ?? 50
        print("\(rounds) rounds of random blows: \(Seeds.replay(Seeds.seed, "manyRounds"))")
        var generator = SeededGenerator(seed: Seeds.seed)

        var lost = 0
        for number in 0..<rounds { lost += try round(number, in: Workplace(), using: &generator) }

        print("\(lost) attempts were lost in \(rounds) rounds, and made good")
        #expect(lost > 0, "no blow hit a task: this test shows nothing")
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
        #expect(place.lines(of: "begun").sorted() == ["0", "1", "2", "2", "3"])
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
        #expect(finished.errors.contains("no unfinished run"))
        #expect(Record.runs(in: place.state) == [1])
    }
}
