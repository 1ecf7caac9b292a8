import Model
import Testing
import Watch

@testable import Commands

/// What a resumed run keeps of the options of its first call.
@Suite struct ResumedOptionsTests {
    private func options(_ line: String...) throws -> RunOptions {
        let reader = ArgumentReader(commands: [CommandTable.run])
        guard case .command(let parsed) = try reader.read(["run"] + line) else {
            throw ParsedArguments.refusal(of: "test", "is no command", "Write one.")
        }
        return try RunOptions(parsed)
    }

    private func resumed(_ given: RunOptions, after line: String...) -> ResumedOptions {
        ResumedOptions(
            given, of: Run(number: 1, token: 1, arguments: line, directory: "/data", host: "here", version: "0"))
    }

    @Test("what the run may use and when it stops is kept; what it does and shows is not")
    func keeps() throws {
        let resumed = resumed(
            try options("--resume"),
            after: "run", "-j", "3", "--nodes", "2,2", "--use-memory", "1G", "--use-resource", "licence=2",
            "--fail-fast", "--report", "out.html", "--quiet", "--state", "elsewhere", "--each", "-", "--", "echo", "{}")

        #expect(resumed.now.simultaneousLimit == 3)
        #expect(resumed.now.lending.nodes?.map(\.coreCount) == [2, 2])
        #expect(resumed.now.lending.memory == .gibibytes(1))
        #expect(resumed.now.lending.named == [NamedAmount(name: "licence", amount: Amount(2))])
        #expect(resumed.now.stopsAtFirstFailure)
        #expect(resumed.now.reportPath == "/data/out.html")
        #expect(!resumed.now.isQuiet && resumed.now.statePath == nil && resumed.now.program == nil)
        #expect(resumed.sentences.isEmpty)
    }

    @Test("what is given now comes before what was given first; cores and nodes are one choice")
    func overrides() throws {
        let resumed = resumed(
            try options("--resume", "2", "-j", "8", "--use-cores", "4", "--report", "new.html"),
            after: "run", "-j", "3", "--nodes", "2,2", "--report", "/old.html", "jobs.json")

        #expect(resumed.now.simultaneousLimit == 8)
        #expect(resumed.now.lending.nodes == nil)
        #expect(resumed.now.lending.cores == .count(4))
        #expect(resumed.now.reportPath == "new.html")
        #expect(resumed.now.resumption == .number(2))
    }

    @Test("who shared politely does so again, unless nodes are made up now")
    func politeness() throws {
        let again = resumed(try options("--resume"), after: "run", "--share", "polite", "jobs.json")
        let otherwise = resumed(try options("--resume", "--share", "all"), after: "run", "--share", "polite", "a.json")
        let madeUp = resumed(try options("--resume", "--nodes", "2"), after: "run", "--share", "polite", "jobs.json")

        #expect(again.now.lending.sharing == .polite)
        #expect(otherwise.now.lending.sharing == .all)
        #expect(madeUp.now.lending.sharing == nil)
    }

    @Test("options that were recorded with the jobs count for new ones only, and that is said")
    func recordedWithJobs() throws {
        let resumed = resumed(try options("--resume", "--retries", "2"), after: "run", "--grace", "3s", "jobs.json")

        #expect(resumed.now.retries == 2)
        #expect(resumed.now.grace == .seconds(3))
        #expect(resumed.sentences.count == 1)
    }

    @Test("a first call that can't be read any more is said, and only what is given now counts")
    func unreadable() throws {
        let resumed = resumed(try options("--resume", "-j", "2"), after: "run", "--no-such-option")

        #expect(resumed.first == nil)
        #expect(resumed.now.simultaneousLimit == 2)
        #expect(resumed.sentences.count == 1)
    }
}
