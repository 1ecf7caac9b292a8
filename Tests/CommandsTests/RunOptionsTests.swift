import Commands
import Model
import Testing

private func options(_ arguments: String...) throws -> RunOptions { try options(arguments) }

private func options(_ arguments: [String]) throws -> RunOptions {
    switch try ArgumentReader(commands: CommandTable.all).read(["run"] + arguments) {
    case .command(let parsed): return try RunOptions(parsed)
    default: throw Refusal.noIterations(job: "no command was read")
    }
}

private func refusal(_ arguments: String...) -> String {
    do {
        _ = try options(arguments)
        return ""
    } catch { return "\(error)" }
}

@Test("a program keeps its own arguments, dashes and all")
func programArguments() throws {
    let options = try options("-q", "-j", "4", "--", "grep", "-j", "--", "{}")

    #expect(options.program == ["grep", "-j", "--", "{}"])
    #expect(options.simultaneousLimit == 4)
    #expect(options.isQuiet)
    #expect(options.files.isEmpty)
}

@Test("what one task asks is read in the spellings of job files")
func requestOptions() throws {
    let job = try options(
        "--cores", "1-4", "--memory", "2G..16G", "--gpus", "0.5", "--resource", "tape=1", "--resource", "licence=2",
        "--time", "1h30m", "--expect", "90", "--", "x"
    ).programJob

    #expect(job.cores == Cores(1)...Cores(4))
    #expect(job.memory == Bytes.gibibytes(2)...Bytes.gibibytes(16))
    #expect(job.gpus == Amount(thousandths: 500))
    #expect(
        job.named == [NamedAmount(name: "licence", amount: Amount(2)), NamedAmount(name: "tape", amount: Amount(1))])
    #expect(job.wallTime == .seconds(5400))
    #expect(job.expectedTime == .seconds(90))
}

@Test("the lists keep the order in which they were written")
func sourceOrder() throws {
    let job = try options(
        "--range", "0-9", "--each", "-", "--values", "a,b", "--table", "t.csv", "--zip", "-0", "--", "x"
    ).programJob

    #expect(job.sources == [.range("0-9"), .each("-"), .values("a,b"), .table("t.csv")])
    #expect(job.isPaired && job.isNULSeparated)
}

@Test("dependencies name a job, an iteration, some, or the same one")
func dependencies() throws {
    let job = try options("--after", "a", "--after", "b:3", "--after", "c:${it}", "--after", "d:1-2", "f", "--", "x")
        .programJob

    #expect(
        job.dependencies == [
            Dependency(job: "a"), Dependency(job: "b", scope: .iteration(3)),
            Dependency(job: "c", scope: .sameIteration), Dependency(job: "d", scope: .iteration(1)),
            Dependency(job: "d", scope: .iteration(2)),
        ])
}

@Test("resuming takes the last unfinished run or a number")
func resumption() throws {
    #expect(try options("--resume").resumption == .lastUnfinished)
    #expect(try options("--resume", "12").resumption == .number(12))
    #expect(try options("a.json").resumption == nil)
}

@Test("virtual nodes are read in all three spellings")
func virtualNodes() throws {
    let plain = try options("--nodes", "4,8", "f").lending.nodes
    let named = try options("--nodes", "a:4,b:8", "f").lending.nodes
    let many = try options("--nodes", "16x48", "f").lending.nodes

    #expect(plain == [VirtualNode(name: "n1", cores: 4), VirtualNode(name: "n2", cores: 8)])
    #expect(named == [VirtualNode(name: "a", cores: 4), VirtualNode(name: "b", cores: 8)])
    #expect(many.count == 16 && many.last == VirtualNode(name: "n16", cores: 48))
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
    #expect(refusal("-", "--each", "-", "--", "x").hasPrefix("command line: -: is given more than once"))
}

@Test(
    "a value that cannot be read is refused with its option and a remedy",
    arguments: [
        ("--cores", "0"), ("--cores", "4-1"), ("--memory", "lots"), ("--gpus", "-1"), ("--resource", "licence"),
        ("--time", "0"), ("--time", "5 parsecs"), ("--env", "=x"), ("--env", "NAME"), ("--after", "a:b"),
        ("--at-once", "0"), ("--at-once", "99999999999999999999"), ("--retries", "-1"), ("--use-cores", "0.5"),
        ("--nodes", "a:4,a:4"), ("--nodes", ""), ("--nodes", "0x4"), ("--nodes", "99999x1"), ("--resume", "0"),
    ])
func unreadableValues(option: String, value: String) {
    let sentence = refusal("\(option)=\(value)", "--", "x")

    #expect(sentence.hasPrefix("command line: ") && sentence.contains(option == "--after" ? "a:b" : option))
    #expect(sentence.hasSuffix("."))
}
