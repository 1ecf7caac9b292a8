import Commands
import Posix
import Testing

/// What a real bash offers after the words, the last of which is being typed.
private func offers(_ words: String...) throws -> [String] {
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let program = """
        \(BashCompletion.script(for: CommandTable.all))
        rota() { printf 'mesh\\nmerge\\n'; }
        COMP_WORDS=(rota \(quoted))
        COMP_CWORD=\(words.count)
        _rota
        printf '%s\\n' "${COMPREPLY[@]}"
        """
    return try output(of: "/bin/bash", ["bash", "--norc", "-c", program])
}

private func output(of path: String, _ arguments: [String]) throws -> [String] {
    let (reading, writing) = try FileDescriptor.pipe()
    let number = try Process.spawn(
        path, arguments: arguments, environment: Environment.entries(),
        descriptors: [.standardInput, writing, .standardError])
    writing.close()
    let bytes = try reading.readToEnd()
    reading.close()
    _ = try Process.wait(for: number)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
}

@Test("bash completes commands, also those of two words")
func commands() throws {
    #expect(try offers("st") == ["status"])
    #expect(try offers("le") == ["ledger"])
    #expect(try offers("ledger", "") == ["check"])
    #expect(try Set(offers("")).isSuperset(of: ["run", "list", "--help"]))
    #expect(try offers("help", "che") == ["check"])
}

@Test("bash completes a command's options and no others")
func options() throws {
    #expect(try offers("run", "--keep") == ["--keep-order"])
    #expect(try offers("ledger", "check", "--j") == ["--json"])
    #expect(try offers("list", "--keep").isEmpty)
}

@Test("bash completes an option's values, whether they follow a blank or an equals sign")
func values() throws {
    #expect(try offers("run", "--bind", "") == ["auto", "none"])
    #expect(try offers("run", "--bind", "=", "n") == ["none"])
    #expect(try offers("run", "--bind", "=") == ["auto", "none"])
    #expect(try offers("report", "--format", "qcg-j") == ["qcg-json"])
    #expect(try offers("run", "--cores", "").isEmpty)
}

@Test("bash completes job names by asking rota for them")
func jobNames() throws {
    #expect(try offers("show", "m") == ["mesh", "merge"])
    #expect(try offers("logs", "-f", "mes") == ["mesh"])
    #expect(try offers("run", "--after", "mer") == ["merge"])
}

@Test("bash completes files and, behind --, programs")
func files() throws {
    #expect(try offers("run", "/etc/passw").contains("/etc/passwd"))
    #expect(try offers("run", "--dir", "/et") == ["/etc"])
    #expect(try offers("run", "-q", "--", "bas").contains("basename"))
    #expect(try offers("run", "--", "cat", "/etc/passw").contains("/etc/passwd"))
}

@Test("zsh's script names every command and option")
func zshScript() {
    let script = ZshCompletion.script(for: CommandTable.all)

    for command in CommandTable.all {
        for option in command.options { #expect(script.contains("--\(option.name)")) }
    }
}
