import Dialects
import Model
import Service
import Testing
import Web

@testable import Commands

@Suite("what a service is asked and what it answers")
struct ServiceSourceTests {
    private let now = SampleRun.at(10_000)

    private func record() -> RunRecord {
        var run = SampleRun(cores: 2)
        run.submit("mesh", 0..<4) { $0.tags = ["big"] }
        run.submit("solve", 0..<4) { $0.dependencies = [Dependency(job: "mesh", scope: .sameIteration)] }
        run.submit("a:3")
        run.run(0, 0..<3, width: 1, milliseconds: 1000, failing: { $0 == 1 ? .signalled(11) : nil })
        return Reports.record(run, isGoing: true, output: [1: "last words\n"])
    }

    private func sources() -> [any ViewSource] {
        let record = record()
        let link = RecordedLink(record, at: now)
        return [RecordSource(record, at: now), ServiceSource(ServiceClient(link))]
    }

    @Test("every command that looks shows the same of a service as of a record")
    func sameScreens() throws {
        let screens = try sources().map { source in
            try Shown.text { screen in
                StatusCommand.show(try source.statistics(of: .all), on: screen, at: now)
                try ListCommand.jobs(source, JobFilter(), isComplete: false, on: screen)
                try ListCommand.jobs(source, JobFilter(), isComplete: true, on: screen)
                for selector in [TaskSelector.last, .job("mesh"), .job("a:3"), .tasks(job: "mesh", iterations: 1...2)] {
                    try ShowCommand.show(source, [selector], on: screen)
                    try WhyCommand.show(source, [selector], on: screen)
                }
                try ShowCommand.show(source, [.tasks(job: "a", iterations: 3...3)], on: screen)
                try ShowCommand.show(source, [.job("mesh")], in: .failed, on: screen)
                try WhyCommand.show(source, [.job("mesh")], in: .failed, on: screen)
                NodesCommand.show(try source.nodes(), on: screen, at: now)
                try ListCommand.names(source, on: screen)
            }
        }

        #expect(screens[0] == screens[1])
        #expect(screens[0].contains("mesh:1  killed by SIGSEGV  last words"))
    }

    @Test("and the same JSON")
    func sameJSON() throws {
        let texts = try sources().map { source in
            var json = JSONText()
            try json.array { json in
                try source.statistics(of: .all).write(to: &json)
                try ListCommand.writeJobs(source, JobFilter(), to: &json)
                try ShowCommand.write(source, [.job("mesh")], to: &json)
                try ShowCommand.write(source, [.tasks(job: "mesh", iterations: 0...1)], to: &json)
                try WhyCommand.write(source, [.job("mesh")], to: &json)
            }
            return json.text
        }

        #expect(texts[0] == texts[1])
    }

    @Test("jobs are chosen by a tag, by a state, and by both")
    func selection() throws {
        for source in sources() {
            func names(_ words: String...) throws -> [String] {
                let reader = ArgumentReader(commands: [CommandTable.show])
                guard case .command(let parsed) = try reader.read(["show"] + words) else { return [] }
                return try SelectionOptions(parsed).selectors(in: source).map(\.description)
            }

            #expect(try names() == ["last"])
            #expect(try names("--tag", "big") == ["mesh"])
            #expect(try names("--tag", "small") == [])
            #expect(try names("--state", "failed") == ["mesh"])
            #expect(try names("solve", "mesh:1", "--tag", "big") == ["mesh:1"])
            #expect(try names("solve", "mesh:0-2") == ["solve", "mesh:0-2"])
        }
    }

    @Test("a state's name chooses tasks, anything else is a folder, and a command that chooses none refuses the former")
    func stateOrFolder() throws {
        func parsed(_ words: String...) throws -> ParsedArguments {
            guard case .command(let parsed) = try ArgumentReader(commands: CommandTable.all).read(words) else {
                throw Refusal.noIterations(job: "no command")
            }
            return parsed
        }

        let both = try SelectionOptions(parsed("show", "--state", "failed", "--state", "/tmp/x"))
        #expect(both.selection.state == .failed && both.run.statePath == "/tmp/x")
        #expect(try SelectionOptions(parsed("show", "--state", "./failed")).run.statePath == "./failed")
        #expect(throws: Refusal.self) { try RunOptions(parsed("run", "--state", "failed", "x.json")) }
    }

    @Test("what a service does not know is refused in its words; what it can't say is said from its status")
    func refusals() throws {
        let link = RecordedLink(record(), at: now)
        let source = ServiceSource(ServiceClient(link))

        let unknown = #expect(throws: ServiceProblem.self) { try source.subject(of: .job("mehs")) }
        link.answers["GET /v1/nodes"] = (401, "")
        let token = #expect(throws: ServiceProblem.self) { try source.nodes() }
        link.answers["GET /v1/nodes"] = (503, "<html>")
        let busy = #expect(throws: ServiceProblem.self) { try source.nodes() }

        #expect(unknown?.description.contains("Did you mean \"mesh\"?") ?? false)
        #expect(unknown?.isRefusal ?? false)
        #expect(token?.description.contains("does not know this token") ?? false)
        #expect(busy?.isRefusal == false)
    }

    @Test("logs of a service are what tasks printed and no more, whatever they ran on")
    func logs() throws {
        let link = RecordedLink(record(), at: now)
        link.outputs = ["mesh:0 stdout": "a\nb\n", "mesh:1 stderr": "c\n"]
        func logs(_ words: String...) throws -> String {
            let reader = ArgumentReader(commands: [CommandTable.logs])
            guard case .command(let parsed) = try reader.read(["logs"] + words) else { return "" }
            let options = try LogsOptions(parsed)
            let source = ServiceSource(ServiceClient(link))
            return try Shown.text { screen in
                _ = try ServiceLogs(source, options, screen).show(options.chosen.selectors(in: source))
            }
        }

        #expect(try logs("mesh") == "a\nb\nc\n")
        #expect(try logs("mesh", "--tag", "--tail", "1") == "mesh:0\tb\nmesh:1\tc\n")
        #expect(try logs("mesh:1", "--stream", "out") == "rota: mesh:1 has printed nothing yet.\n")
        #expect(try logs("mesh:0", "--json").contains(#""standardOutput": "a\nb\n""#))
    }

    @Test("events are a line each, and the last one seen is where it goes on")
    func events() throws {
        let link = RecordedLink(record(), at: now)
        let reader = ArgumentReader(commands: [CommandTable.events])
        guard case .command(let parsed) = try reader.read(["events"]) else { return }
        let options = try EventsOptions(parsed)

        let text = try Shown.text { screen in
            _ = try EventsCommand(options: options, screen: screen).show(ServiceClient(link))
        }

        #expect(text.contains("submitted       mesh  4 tasks"))
        #expect(text.contains("ended           mesh:1  killed by SIGSEGV"))
        #expect(text.split(separator: "\n").count > 8)
    }
}
