import Dialects
import Model
import Posix
import Service
import Testing

@testable import Commands

@Suite struct LookTests {
    /// A mesh of four, one of which failed after a retry; a solver that waits; a merge behind it.
    private func going() -> SampleRun {
        var run = SampleRun(cores: 2)
        run.submit("mesh", 0..<4)
        run.submit("solve", 0..<4) {
            $0.dependencies = [Dependency(job: "mesh", scope: .sameIteration)]
            $0.request = Request(cores: Cores(2))
        }
        run.submit("merge") { $0.dependencies = [Dependency(job: "solve")] }
        run.run(0, 0..<3, width: 1, milliseconds: 1000, failing: { $0 == 1 ? .signalled(11) : nil })
        run.add(
            .tasksSkipped(
                TaskRange(job: JobIdentifier(1), iterations: 1..<2),
                because: TaskIdentifier(job: JobIdentifier(0), iteration: 1), at: SampleRun.at(run.clock)))
        return run
    }

    private func shown(width: Int? = nil, _ body: (Screen) throws -> Void) throws -> String {
        let collected = Collected()
        let traits = TerminalTraits(isTerminal: width != nil, width: width, hasColours: false, isUnicode: true)
        let output = OutputStream(traits: traits) { bytes throws(SystemFailure) in collected.bytes += bytes }
        let screen = Screen(output: output, messages: output)
        try body(screen)
        screen.flush()
        return String(decoding: collected.bytes, as: UTF8.self)
    }

    private final class Collected { var bytes: [UInt8] = [] }

    private var now: Instant { SampleRun.at(10_000) }

    private func source(_ record: RunRecord) -> RecordSource { RecordSource(record, at: now) }

    @Test("status tells on one screen what failed, with its last words, and what waits for what")
    func status() throws {
        let record = Reports.record(going(), isGoing: true, output: [1: "first\nlast words\n"])

        let page = try shown(width: 80) { try StatusCommand.show(source(record).statistics(of: .all), on: $0, at: now) }

        #expect(page.contains("Run 3 going after"))
        #expect(page.contains("  mesh:1  killed by SIGSEGV  last words"))
        #expect(page.contains("  solve  3 tasks  for mesh:${it} (2 of 4 done)"))
        #expect(page.contains("  merge   1 task  for solve (0 of 4 done)"))
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 24)
        #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= 80 })
    }

    @Test("a stopped run says how to go on")
    func stopped() throws {
        let page = try shown {
            try StatusCommand.show(source(Reports.record(going())).statistics(of: .all), on: $0, at: now)
        }

        #expect(page.contains("stopped"))
        #expect(page.contains("Next: rota run --resume"))
    }

    @Test("list has a line for each job, and fits a narrow terminal")
    func list() throws {
        let record = Reports.record(going(), isGoing: true)

        let page = try shown { try ListCommand.jobs(source(record), JobFilter(), isComplete: false, on: $0) }
        let narrow = try shown(width: 40) {
            try ListCommand.jobs(source(record), JobFilter(), isComplete: false, on: $0)
        }

        let lines = page.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[1].hasPrefix("mesh   ready     3/4       1"))
        #expect(lines[3].hasPrefix("merge  waiting   0/1"))
        #expect(narrow.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= 40 })
    }

    @Test("of many jobs, those that failed or move are listed before those that are over")
    func longList() throws {
        var run = SampleRun(cores: 1)
        for number in 0..<200 { run.submit("job-\(number)") }
        for number in 0..<200 {
            run.run(number, width: 1, milliseconds: 10, failing: { _ in number == 3 ? .exited(code: 1) : nil })
        }

        let page = try shown {
            try ListCommand.jobs(source(Reports.record(run)), JobFilter(), isComplete: false, on: $0)
        }

        #expect(page.contains("job-3 "))
        #expect(!page.contains("job-4 "))
        #expect(page.contains("job-199 "))
        #expect(page.contains("… and 150 jobs more"))
    }

    @Test("show tells a job's sums, and of a task each attempt and the history")
    func show() throws {
        let record = Reports.record(going(), isGoing: true)

        let job = try shown { try ShowCommand.show(source(record), [.job("mesh")], on: $0) }
        let task = try shown {
            try ShowCommand.show(source(record), [.tasks(job: "mesh", iterations: 1...1)], on: $0)
        }

        #expect(job.contains("4: 2 succeeded, 1 failed, 1 ready"))
        #expect(task.hasPrefix("mesh:1  failed\n"))
        #expect(task.contains("killed by SIGSEGV after "))
        #expect(task.contains("handed over"))
        #expect(task.contains("ended: killed by SIGSEGV"))
    }

    @Test("why says what a task waits for, whose fault a skip is, and how a failure ended")
    func why() throws {
        let record = Reports.record(going(), isGoing: true, output: [1: "no volume\n"])
        func why(_ selector: TaskSelector) throws -> String {
            try shown { try WhyCommand.show(source(record), [selector], on: $0) }
        }

        #expect(try why(.tasks(job: "solve", iterations: 1...1)).contains("since mesh:1 did not succeed"))
        #expect(try why(.tasks(job: "mesh", iterations: 1...1)).contains("no volume"))
        #expect(try why(.job("merge")).contains("It waits for solve (0 of 4 done)."))
        #expect(try why(.tasks(job: "mesh", iterations: 3...3)).contains("It is ready and needs 1 core."))
    }

    @Test(
        "a job or a task that does not exist is refused with what does",
        arguments: [
            (TaskSelector.job("mehs"), "Did you mean \"mesh\"?"),
            (.tasks(job: "mesh", iterations: 9...9), "the iterations of \"mesh\" are 0 to 3"),
        ])
    func unknown(_ selector: TaskSelector, _ expected: String) throws {
        let record = Reports.record(going())

        let refusal = #expect(throws: Refusal.self) {
            _ = try shown { try ShowCommand.show(source(record), [selector], on: $0) }
        }

        #expect(refusal?.description.contains(expected) ?? false)
    }

    @Test("logs prints what tasks printed and no more; a tag begins each line")
    func logs() throws {
        let record = Reports.record(going(), output: [0: "a\nb\n", 1: "c", 2: ""])
        func logs(_ words: [String]) throws -> String {
            let reader = ArgumentReader(commands: [CommandTable.logs])
            guard case .command(let parsed) = try reader.read(["logs"] + words) else { return "" }
            let options = try LogsOptions(parsed)
            return try shown { screen in
                let selectors = try options.chosen.selectors(in: source(record))
                _ = try LogsCommand(record: record, options: options, screen: screen).show(selectors)
            }
        }

        #expect(try logs(["mesh"]) == "a\nb\nc")
        #expect(try logs(["mesh:0", "--tail", "1"]) == "b\n")
        #expect(try logs(["mesh", "--tag"]) == "mesh:0\ta\nmesh:0\tb\nmesh:1\tc\n")
        #expect(try logs(["mesh:2"]) == "rota: mesh:2 has printed nothing.\n")
        #expect(try logs(["merge"]).hasPrefix("rota: merge has not ended yet."))
    }

    @Test("the JSON of every command is JSON, with the same keys each time")
    func json() throws {
        let record = Reports.record(going(), isGoing: true)
        var list = JSONText(indented: false)
        try ListCommand.writeJobs(source(record), JobFilter(), to: &list)
        var task = JSONText(indented: false)
        try ShowCommand.write(source(record), [.tasks(job: "mesh", iterations: 0...1)], to: &task)
        var report = JSONText(indented: false)
        JSONReport.write(try ReportCommand.report(of: record), to: &report)

        #expect(list.text.hasPrefix(#"[{"name":"mesh","state":"ready","taskCount":4,"tasks":{"waiting":0,"ready":1,"#))
        #expect(task.text.contains(#""end":"killed by SIGSEGV","signal":11,"#))
        #expect(report.text.contains(#""taskCount":9,"#))
    }

    @Test("the report of QCG has a line for each ended task, and for each job when its last task has")
    func qcg() throws {
        var run = SampleRun(cores: 2)
        run.submit("mesh", 0..<2)
        run.submit("merge") { $0.dependencies = [Dependency(job: "mesh")] }
        run.run(0, width: 1, milliseconds: 100, failing: { $0 == 1 ? .exited(code: 3) : nil })
        run.add(
            .tasksSkipped(
                TaskRange(job: JobIdentifier(1), iterations: 0..<1),
                because: TaskIdentifier(job: JobIdentifier(0), iteration: 1), at: SampleRun.at(run.clock)))

        let bytes = try QCGReportText.bytes(of: Reports.record(run), isJSON: true)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")

        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix(#"{"name": "mesh:0","state": "SUCCEED""#))
        #expect(lines[1].contains(#""state": "FAILED""#) && lines[1].contains(#""exit_code": "3""#))
        #expect(lines[2].hasPrefix(#"{"name": "mesh","state": "FAILED""#))
        #expect(lines[3].hasPrefix(#"{"name": "merge","state": "OMITTED""#))
    }
}
