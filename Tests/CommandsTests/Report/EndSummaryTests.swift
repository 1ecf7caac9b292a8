import Model
import Service
import Testing

@testable import Commands

@Suite struct EndSummaryTests {
    private func lines(_ run: SampleRun, _ output: [Int: String] = [:]) throws -> [String] {
        let record = Reports.record(run, output: output)
        return EndSummary.lines(try record.views(at: SampleRun.at(run.clock)).statistics())
    }

    @Test("a run that went well is told in three lines")
    func success() throws {
        var run = SampleRun(cores: 4)
        run.submit("mesh", 0..<8) { $0.request = Request(cores: Cores(4)) }
        run.run(0, width: 4, milliseconds: 2000, use: 27)
        run.close()

        let lines = try lines(run)

        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("✓ 8 tasks succeeded in "))
        #expect(lines[1].hasSuffix("an attempt asked 4 cores, used 1.1"))
        #expect(lines[2].hasPrefix("  slowest   mesh:"))
    }

    @Test("what failed is told with its last words, and with the command that shows them all")
    func failure() throws {
        var run = SampleRun(cores: 2)
        run.submit("mesh", 0..<4)
        run.run(0, width: 1, milliseconds: 10, failing: { $0 >= 2 ? .exited(code: 3) : nil })
        run.close()

        let lines = try lines(run, [2: "one\ntwo\nthree\n\n"])

        #expect(lines[0].contains("2 of 4 tasks succeeded, 2 failed"))
        #expect(lines.contains { $0.contains("failed") && $0.contains("mesh:2: exit code 3 after") })
        #expect(lines.contains("            three"))
        #expect(lines.contains("            … and 1 more"))
        #expect(lines.last == "Next: rota logs mesh:2")
    }

    @Test("what was left undone is gone on with")
    func interrupted() throws {
        var run = SampleRun(cores: 2)
        run.submit("mesh", 0..<4)
        run.run(0, 0..<2, width: 1, milliseconds: 10)
        run.close(.interrupted)

        #expect(try lines(run).last == "Next: rota run --resume")
    }

    @Test(
        "the last lines are found whatever ends them",
        arguments: [
            ("", []), ("\n\n", []), ("a", ["a"]), ("a\n", ["a"]), ("a\nb\r\nc", ["b", "c"]),
            ("a\n\nb\n\n", ["b"]), ("10%\r50%\r100%\n", ["100%"]),
        ])
    func tails(_ text: String, _ expected: [String]) {
        #expect(ErrorTail.last(2, of: Array(text.utf8)) == expected)
    }

    @Test("the marks of the time axis are round and few")
    func axis() {
        for length in [1, 7, 40, 999, 61_000, 3_000_000, 86_400_000, 4_000_000_000] as [Int64] {
            let elapsed = Duration.milliseconds(length)
            let marks = TimeAxis(elapsed: elapsed, most: 7).marks
            #expect(marks.count <= 8)
            #expect(marks.count >= 2)
            #expect(marks.allSatisfy { $0 <= elapsed })
        }
    }
}
