import Posix
import Testing

/// What tasks print, passed on while they run.
@Suite struct LineBufferTests {
    @Test("lines come out while their tasks still run, whole, with their tags")
    func whileRunning() throws {
        let place = try Workplace()
        let script = try place.script(
            "talk", "echo first; printf half; while [ ! -e gate ]; do sleep 0.01; done; echo ' and half'; printf end")

        let running = try place.start(
            rota: "run", "--quiet", "--use-cores", "2", "--line-buffer", "--tag", "--values", "a,b", "--", script)
        let came = wait { running.output.split(separator: "\n").count == 2 }
        let before = running.output
        try place.write("", to: "gate")
        let finished = try running.finish()

        #expect(came)
        #expect(before.split(separator: "\n").sorted() == ["a\tfirst", "b\tfirst"])
        #expect(
            finished.outputLines.sorted() == [
                "a\tend", "a\tfirst", "a\thalf and half", "b\tend", "b\tfirst", "b\thalf and half",
            ],
            "\(finished.testDescription)")
    }

    @Test("every line of many short tasks comes once, none cut, and what goes to standard error stays there")
    func manyShort() throws {
        let place = try Workplace()

        let finished = try place.rota(
            "run", "--quiet", "--line-buffer", "--range", "0-299", "--", "sh", "-c",
            "echo a{}; echo b{}; echo c{} >&2")

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(finished.outputLines.sorted() == (0...299).flatMap { ["a\($0)", "b\($0)"] }.sorted())
        #expect(finished.errors.split(separator: "\n").map(String.init).sorted() == (0...299).map { "c\($0)" }.sorted())
    }

    @Test("logs -f shows what a running task prints")
    func logs() throws {
        let place = try Workplace()
        let script = try place.script("talk", "echo first; while [ ! -e gate ]; do sleep 0.01; done; echo last")

        let running = try place.start(rota: "run", "--quiet", "--name", "talk", "--values", "a", "--", script)
        #expect(wait { (try? Record(in: place.state).tasks.isEmpty) == false })
        let following = try place.start(rota: "logs", "-f", "talk")
        let came = wait { following.output == "first\n" || following.isOver }
        try place.write("", to: "gate")
        let followed = try following.finish()

        #expect(came && followed.output == "first\nlast\n", "\(followed.testDescription)")
        #expect(try running.finish().code == 0)
    }
}
