import Commands
import Model
import Posix
import Testing

private struct Answer: Equatable {
    var code: Int32
    var output: String
    var messages: String
}

private func enter(_ arguments: String..., body: @escaping () throws -> Int32 = { 0 }) -> Answer {
    final class Text { var text = "" }
    let (output, messages) = (Text(), Text())
    let screen = Screen(
        output: OutputStream(traits: .pipe) { bytes throws(SystemFailure) in
            output.text += String(decoding: bytes, as: UTF8.self)
        },
        messages: OutputStream(traits: .pipe) { bytes throws(SystemFailure) in
            messages.text += String(decoding: bytes, as: UTF8.self)
        })
    let list = CommandBody(CommandTable.list) { _, _ in try body() }
    let code = Door(bodies: [list]).enter(arguments, screen)
    screen.flush()
    return Answer(code: code, output: output.text, messages: messages.text)
}

@Test("a refusal goes to standard error with exit code 2")
func refusalsLeave() {
    #expect(
        enter("list", "--jsn")
            == Answer(
                code: 2, output: "",
                messages: "rota: command line: --jsn: is not an option of `rota list`. Did you mean `--json`?\n"))
    #expect(enter("list", body: { throw Refusal.noIterations(job: "a") }).code == 2)
}

@Test("a failure of the machine goes to standard error with exit code 1")
func failuresLeave() {
    let answer = enter("list", body: { throw SystemFailure(call: "open", errorNumber: 2, path: "x") })

    #expect(answer == Answer(code: 1, output: "", messages: "rota: cannot open x: No such file or directory.\n"))
}

@Test("help and version go to standard output")
func help() {
    #expect(enter("--version") == Answer(code: 0, output: "rota \(Version.text)\n", messages: ""))
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
