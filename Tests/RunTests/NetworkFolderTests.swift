import Model
import Posix
import Testing

/// The state folder on a network file system.
@Suite(.serialized, .enabled(if: FileSystem.isWritable("/dev/fuse"), "sshfs needs /dev/fuse")) struct NetworkFolderTests
{
    @Test("a run that is killed on a network folder goes on there to its end")
    func killedAndResumed() throws {
        let mount = try Mount(throughSSHFS: ())
        let place = try Workplace(in: mount.folder)
        // The marks are the test's own instrument: they stay on this machine.
        let home = try Workplace()
        let marks = try Marks(in: home)
        let seed = Seeds.seed
        let hint = Seeds.replay(seed, "NetworkFolderTests")
        var generator = SeededGenerator(seed: seed)

        var running = try place.start(
            rota: "run", "--quiet", "--retries", "0", "--name", "task", "--range", "0-39", "--", marks.script, "${it}")
        for blow in 0..<4 {
            // Once something was done since the last time, so that the blows don't all fall on the beginning.
            let before = marks.all.count
            #expect(wait { marks.all.count > before || running.isOver })
            pause(microseconds: Int.random(in: 0...100_000, using: &generator))
            if blow % 2 == 0, let launcher = running.launcher { try Process.send(.kill, to: launcher) }
            running.kill()
            _ = try running.finish()
            running = try place.start(rota: "run", "--resume", "--quiet")
            if try Record(in: place.state).isComplete { break }
        }
        let finished = try running.finish()

        let record = try Record(in: place.state)
        #expect(record.isComplete, "\(finished.testDescription) \(hint)")
        record.expectAgreement(with: marks, iterations: 0..<40, hint)
    }
}
