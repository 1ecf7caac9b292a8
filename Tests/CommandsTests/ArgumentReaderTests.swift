import Commands
import Model
import Testing

/// What the reader makes of a line for a small command of its own.
private func read(_ arguments: String...) throws -> ParsedArguments {
    var command = CommandDescription("try", in: .work, "Try things", usage: ["[OPTIONS] FILE…"])
    command.operands = CommandDescription.Operands(kind: .file, count: 0...9)
    command.options = [
        OptionDescription("at-once", "j", .free("N"), in: "All", "Width"),
        OptionDescription("verbose", "v", in: "All", "Say more"),
        OptionDescription("quiet", "q", in: "All", "Say less"),
        OptionDescription("each", "e", .file, in: "All", "Lines", repeats: true),
        OptionDescription(
            "resume", nil, OptionDescription.Value(name: "N", kind: .free, isOptional: true), in: "All", "Go on"),
        OptionDescription("bind", nil, .choice("WAY", ["auto", "none"]), in: "All", "Bind"),
    ]
    switch try ArgumentReader(commands: [command]).read(["try"] + arguments) {
    case .command(let parsed): return parsed
    default: throw Refusal.noIterations(job: "no command was read")
    }
}

private func refusal(of arguments: String...) -> String {
    do {
        _ = try ArgumentReader(commands: CommandTable.all).read(arguments)
        return ""
    } catch { return error.description }
}

@Test(
    "a value may follow its option in every way that people write",
    arguments: [
        ["-j4"], ["-j", "4"], ["-j=4"], ["--at-once=4"], ["--at-once", "4"], ["-vj4"], ["-j", "3", "-j", "4"],
    ])
func valueSpellings(arguments: [String]) throws {
    var command = CommandDescription("try", in: .work, "Try things", usage: [""])
    command.options = [
        OptionDescription("at-once", "j", .free("N"), in: "All", "Width"),
        OptionDescription("verbose", "v", in: "All", "Say more"),
    ]

    let reading = try ArgumentReader(commands: [command]).read(["try"] + arguments)

    guard case .command(let parsed) = reading else { throw Refusal.noIterations(job: "no command was read") }
    #expect(parsed.value(of: "at-once") == "4")
}

@Test("switches may be bundled, options and files mixed, and -- ends the options")
func bundlesAndOperands() throws {
    let parsed = try read("a", "-vq", "-", "--", "--verbose", "b")

    #expect(parsed.has("verbose") && parsed.has("quiet"))
    #expect(parsed.operands == ["a", "-", "--verbose", "b"])
    #expect(parsed.program == nil)
}

@Test("what repeats keeps its order")
func repeatedOptions() throws {
    #expect(try read("-e", "b", "--each=a", "-e-").values(of: "each") == ["b", "a", "-"])
}

@Test("an optional value is taken from the next argument only when that is a number")
func optionalValue() throws {
    #expect(try read("--resume", "3").value(of: "resume") == "3")
    #expect(try read("--resume", "jobs.json").operands == ["jobs.json"])
    #expect(try read("--resume", "jobs.json").has("resume"))
    #expect(try read("--resume=7").value(of: "resume") == "7")
}

@Test("an empty value is a value")
func emptyValue() throws {
    #expect(try read("--each=").value(of: "each")?.isEmpty == true)
    #expect(try read("--each", "").value(of: "each")?.isEmpty == true)
}

@Test("a wrong line is refused with what, where and what to do")
func refusals() {
    #expect(
        refusal(of: "run", "--corse", "4")
            == "command line: --corse: is not an option of `rota run`. Did you mean `--cores`?")
    #expect(refusal(of: "stauts") == "command line: stauts: is not a command of rota. Did you mean `rota status`?")
    #expect(
        refusal(of: "frobnicate") == "command line: frobnicate: is not a command of rota. `rota --help` lists them.")
    #expect(
        refusal(of: "run", "-Z") == "command line: -Z: is not an option of `rota run`. `rota run --help` lists them.")
    #expect(
        refusal(of: "run", "--quiet=yes").hasPrefix("command line: --quiet: takes no value, but was given \"yes\"."))
    #expect(refusal(of: "run", "--cores").hasPrefix("command line: --cores: needs a value. Write `--cores N|A-B`"))
    #expect(refusal(of: "run", "--each", "--zip").hasPrefix("command line: --each: needs a value."))
    #expect(
        refusal(of: "run", "--bind", "hard")
            == "command line: --bind: does not know \"hard\". Choose one of auto, none.")
    #expect(
        refusal(of: "ledger").hasPrefix("command line: ledger: is not a whole command. There is `rota ledger check`, "))
    #expect(refusal(of: "check").hasPrefix("command line: rota check: needs an argument. Write `rota check"))
    #expect(refusal(of: "new", "a", "b").hasPrefix("command line: b: is one argument too many."))
    #expect(refusal(of: "--state", "x", "list").hasPrefix("command line: --state: stands before the command."))
}

@Test("control characters of a wrong argument do not reach the terminal")
func harmlessRefusal() {
    #expect(refusal(of: "\u{1B}[31mrun").hasPrefix("command line: ?[31mrun: "))
}

@Test("help wins wherever it stands before --, and is the program's own behind it")
func helpRequests() throws {
    let reader = ArgumentReader(commands: CommandTable.all)

    #expect(try reader.read(["run", "--cores", "4", "--help"]) == .help(CommandTable.run))
    #expect(try reader.read(["run", "-qh"]) == .help(CommandTable.run))
    #expect(try reader.read(["ledger", "--help"]) == .help(CommandTable.ledgerCheck))
    #expect(try reader.read(["ledger", "check", "-h"]) == .help(CommandTable.ledgerCheck))
    #expect(try reader.read([]) == .overview)
    #expect(try reader.read(["--help"]) == .overview)
    #expect(try reader.read(["--version"]) == .version)
    guard case .command(let parsed) = try reader.read(["run", "--", "ls", "--help"]) else {
        throw Refusal.noIterations(job: "no command was read")
    }
    #expect(parsed.program == ["ls", "--help"])
}
