import Model
import Posix
import Testing

/// A full disk stops the run, not the truth.
@Suite(.serialized, .enabled(if: Namespaces.canMount, "no small disk can be mounted here: a full one was not tried"))
struct FullDiskTests {
    /// Waits until rota has said that there is no room, makes some, and sees the run to its end.
    private func finish(_ running: Running, in place: Workplace, on disk: Mount) throws {
        _ = wait { running.errors.contains("space") || running.isOver }
        try disk.makeRoom()
        let finished = try running.finish()
        guard Record.runs(in: place.state) == [1], try !Record(in: place.state).tasks.isEmpty else {
            #expect(finished.code != 0 && finished.errors.contains("space"), "\(finished.testDescription)")
            return
        }
        if try !Record(in: place.state).isComplete {
            #expect(finished.code != 0, "\(finished.testDescription)")
            let resumed = try place.rota("run", "--resume")
            #expect(resumed.code == 0, "\(resumed.testDescription)")
        } else {
            #expect(finished.code == 0, "\(finished.testDescription)")
        }
    }

    @Test("a disk that fills up under the record costs no task and no truth", arguments: [0, 8, 16, 64])
    func underTheRecord(kibibytes: Int) throws {
        let disk = try Mount(kibibytes: 2048)
        let place = try Workplace()
        place.state = "\(disk.folder)/.rota"
        let marks = try Marks(in: place)
        try disk.fill(leavingKibibytes: kibibytes)

        let running = try place.start(
            rota: "run", "--retries", "0", "--name", "task", "--range", "0-399", "--", marks.script, "${it}")
        try finish(running, in: place, on: disk)

        guard Record.runs(in: place.state) == [1], try !Record(in: place.state).tasks.isEmpty else {
            #expect(marks.all.isEmpty)
            return
        }
        try Record(in: place.state).expectAgreement(with: marks, iterations: 0..<400)
    }

    @Test("a disk that fills up under the captured output is told, and the record stays whole")
    func underTheOutputs() throws {
        let disk = try Mount(kibibytes: 16384)
        let place = try Workplace()
        place.state = "\(disk.folder)/.rota"
        let script = try place.script(
            "print", "head -c 300000 /dev/zero | tr '\\0' x && echo $1 >> \(place.path("whole"))")
        try disk.fill(leavingKibibytes: 1024)

        let running = try place.start(rota: "run", "--name", "task", "--range", "0-19", "--", script, "${it}")
        _ = wait { running.errors.contains("space") || running.isOver }
        try disk.makeRoom()
        let finished = try running.finish()

        let record = try Record(in: place.state)
        #expect(record.isComplete, "\(finished.testDescription)")
        #expect(record.damage.isEmpty)
        let whole = Set(place.lines(of: "whole").compactMap { Int($0) })
        for iteration in 0..<20 {
            let end = try record.end(of: "task", iteration)
            #expect((end.outcome == .succeeded) == whole.contains(iteration), "iteration \(iteration): \(end.outcome)")
        }
        #expect(finished.code == (whole.count == 20 ? 0 : 1), "\(finished.testDescription)")
    }
}
