import Commands
import Dialects
import Model
import Testing
import Watch

private func options(_ arguments: String...) throws -> RunOptions { try options(arguments) }

private func options(_ arguments: [String]) throws -> RunOptions {
    switch try ArgumentReader(commands: CommandTable.all).read(["run"] + arguments) {
    case .command(let parsed): return try RunOptions(parsed)
    default: throw Refusal.noIterations(job: "no command was read")
    }
}

private func refusal(_ arguments: String...) -> String {
    do {
        _ = try options(arguments).program?.job { _ in [] }
        return ""
    } catch { return "\(error)" }
}

private func job(_ arguments: String..., files: [String: String] = [:]) throws -> Job {
    let program = try #require(try options(arguments).program)
    return try program.job { Array(files[$0, default: ""].utf8) }
}

@Test("a program keeps its own arguments, dashes and all")
func programArguments() throws {
    let options = try options("-q", "-j", "4", "--", "grep", "-j", "--", "{}")

    #expect(options.program?.line.words == ["grep", "-j", "--", "{}"])
    #expect(options.simultaneousLimit == 4)
    #expect(options.isQuiet)
    #expect(options.files.isEmpty)
}

@Test("what one task asks is read in the spellings of job files")
func requestOptions() throws {
    let request = try job(
        "--cores", "1-4", "--memory", "2G..16G", "--gpus", "0.5", "--resource", "tape=1", "--resource", "licence=2",
        "--time", "1h30m", "--expect", "90", "--", "x"
    ).request

    #expect(request.cores == Cores(1)...Cores(4))
    #expect(request.memory == Bytes.gibibytes(2) && request.memoryLimit == Bytes.gibibytes(16))
    #expect(request.gpus == Amount(thousandths: 500))
    #expect(
        request.named == [
            NamedAmount(name: "licence", amount: Amount(2)), NamedAmount(name: "tape", amount: Amount(1)),
        ])
    #expect(request.wallTime == .seconds(5400))
    #expect(request.expectedTime == .seconds(90))
}

@Test("the lists keep the order in which they were written, and are read from where they are")
func sourceOrder() throws {
    let program = try #require(
        try options("--range", "0-1", "--each", "-", "--values", "a,b", "--table", "t.csv", "--zip", "-0", "--", "x")
            .program)
    let each = try job("--each", "-", "-0", "--", "x", files: ["-": "a b\0c\0"])

    #expect(program.sources == [.range("0-1"), .each("-"), .values("a,b"), .table("t.csv")])
    #expect(program.isNULSeparated && program.line.zip)
    #expect(each.iterations == Iterations(columns: [.init(values: .list(Texts(["a b", "c"])))]))
}

@Test("a program's surroundings become the job's")
func surroundings() throws {
    let job = try job(
        "--dir", "out", "--env", "A=b=c", "--grace", "3s", "--after", "prep", "--after", "mesh:3", "--name", "n", "--",
        "x")

    #expect(job.name == "n")
    #expect(job.command.workingDirectory == Template("out"))
    #expect(job.command.environment == [Command.Variable(name: "A", value: "b=c")])
    #expect(job.grace == .seconds(3))
    #expect(job.dependencies == [Dependency(job: "prep"), Dependency(job: "mesh", scope: .iteration(3))])
}

@Test("a program that names neither width nor repetition is alone on the machine")
func loneProgram() throws {
    #expect(try options("--", "x").program?.isAlone == true)
    #expect(try options("-c", "1", "--", "x").program?.isAlone == false)
    #expect(try options("--range", "0-1", "--", "x").program?.isAlone == false)
    #expect(try options("--either", "gpus=1", "--", "x").program?.isAlone == false)
    #expect(try options("jobs.json", "--", "x").program?.isAlone == false)
}

@Test("resuming takes the last unfinished run or a number")
func resumption() throws {
    #expect(try options("--resume").resumption == .lastUnfinished)
    #expect(try options("--resume", "12").resumption == .number(12))
    #expect(try options("a.json").resumption == nil)
}

@Test("what the machine lends is read whole")
func lending() throws {
    let lending = try options(
        "--use-cores", "2", "--use-memory", "1G", "--use-resource", "a=2", "--nodes", "a:4,b:8", "f"
    )
    .lending

    #expect(lending.cores == .count(2))
    #expect(lending.memory == .gibibytes(1))
    #expect(lending.named == [NamedAmount(name: "a", amount: Amount(2))])
    #expect(lending.nodes == [.init(name: "a", coreCount: 4), .init(name: "b", coreCount: 8)])
    #expect(lending.sharing == nil)
    #expect(try options("--share", "polite", "f").lending.sharing == .polite)
}

@Test("output goes on in one of three ways", arguments: [("--keep-order", true), ("--line-buffer", false)])
func outputOrder(option: String, keepsOrder: Bool) throws {
    #expect(try options(option, "f").output.order == (keepsOrder ? .asTheyWereGiven : .lineByLine))
    #expect(try options("f").output.order == .asTheyEnd)
}

@Test("what makes no sense together is refused, with the way out")
func contradictions() {
    #expect(refusal().hasPrefix("command line: rota run: was given nothing to run. Name a job file"))
    #expect(refusal("--").hasPrefix("command line: --: is followed by no program."))
    #expect(
        refusal("--cores", "2", "a.json").hasPrefix("command line: --cores: describes a program, and there is none."))
    #expect(refusal("--resume", "--", "x").hasPrefix("command line: --resume: goes on with what its run was given"))
    #expect(refusal("--line-buffer", "-k", "f").hasPrefix("command line: --line-buffer: and --keep-order exclude"))
    #expect(refusal("--share", "polite", "--bind", "none", "f").hasPrefix("command line: --share: takes what runs"))
    #expect(refusal("--share", "polite", "--service", "x", "f").hasPrefix("command line: --share: is for work on this"))
    #expect(refusal("-", "--each", "-", "--", "x").hasPrefix("command line: -: is given more than once"))
}

@Test(
    "a value that cannot be read is refused with its option and a remedy",
    arguments: [
        ("--cores", "0"), ("--cores", "4-1"), ("--memory", "lots"), ("--gpus", "-1"), ("--resource", "licence"),
        ("--time", "0"), ("--time", "5 parsecs"), ("--env", "=x"), ("--env", "NAME"), ("--after", "a:b"),
        ("--at-once", "0"), ("--at-once", "99999999999999999999"), ("--retries", "-1"), ("--use-cores", "0.5"),
        ("--use-memory", "x"), ("--use-resource", "x"),
        ("--nodes", "a:4,a:4"), ("--nodes", ""), ("--nodes", "0x4"), ("--resume", "0"),
    ])
func unreadableValues(option: String, value: String) {
    let sentence = refusal("\(option)=\(value)", "--", "x")

    #expect(sentence.hasPrefix("command line: \(option): "))
    #expect(sentence.hasSuffix("."))
}
