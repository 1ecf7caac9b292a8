import Commands
import Model
import Posix
import Testing

private func enter(_ arguments: String..., body: @escaping () throws -> Int32 = { 0 }) -> EnteredCommand {
    EnteredCommand(arguments, bodies: [CommandBody(CommandTable.list) { _, _ in try body() }])
}

@Test("a refusal goes to standard error with exit code 2")
func refusalsLeave() {
    #expect(
        enter("list", "--jsn")
            == EnteredCommand(
                code: 2, output: "",
                messages: "rota: command line: --jsn: is not an option of `rota list`. Did you mean `--json`?\n"))
    #expect(enter("list", body: { throw Refusal.noIterations(job: "a") }).code == 2)
}

@Test("a failure of the machine goes to standard error with exit code 1")
func failuresLeave() {
    let answer = enter("list", body: { throw SystemFailure(call: "open", errorNumber: 2, path: "x") })

    #expect(
        answer == EnteredCommand(code: 1, output: "", messages: "rota: cannot open x: No such file or directory.\n"))
}

@Test("help and version go to standard output")
func help() {
    #expect(enter("--version") == EnteredCommand(code: 0, output: "rota \(Version.text)\n", messages: ""))
    #expect(enter("help", "list") == enter("list", "--help"))
    #expect(enter().output.hasPrefix("rota: a place and a time for every task\n"))
    #expect(enter("help", "lst").code == 2)
}

@Test("the door knows each of its commands once, and each is in the table")
func bodiesDiffer() {
    let names = Door.standardBodies.map(\.description.name)

    #expect(Set(names).count == names.count)
    #expect(CommandTable.all.filter { names.contains($0.name) }.count == names.count)
}
