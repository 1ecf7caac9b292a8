import Commands
import Posix
import Testing

/// What a real bash offers after the words, the last of which is being typed.
private func offers(_ words: String...) throws -> [String] {
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let program = """
        \(BashCompletion.script(for: CommandTable.all))
        rota() { printf 'mesh\\nmerge\\n`echo ran`\\n'; }
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
    #expect(try offers("sta") == ["status"])
    #expect(try offers("le") == ["ledger"])
    #expect(try Set(offers("ledger", "")) == ["check", "export", "backup"])
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
    #expect(try offers("show", "`") == [#"\`echo\ ran\`"#])
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

@Test(
    "a real zsh completes commands, options, values, job names, files and programs",
    .enabled(if: FileSystem.isExecutable("/usr/bin/zsh")))
func zshCompletes() throws {
    let folder = try FileSystem.makeTemporaryDirectory("rota-zsh")
    defer { try? FileSystem.removeTree(folder) }
    try FileSystem.replace(
        "\(folder)/_rota", with: Array(ZshCompletion.script(for: CommandTable.all).utf8))
    try FileSystem.replace("\(folder)/sample.txt", with: [])
    let expected = [
        ("rota stat", "rota status "), ("rota run --keep", "rota run --keep-order "),
        ("rota ledger ", "rota ledger check "),
        ("rota ledger check --js", "rota ledger check --json "), ("rota run --bind=n", "rota run --bind=none "),
        ("rota report --format qcg-j", "rota report --format qcg-json "), ("rota show mes", "rota show mesh "),
        ("rota run \(folder)/sam", "rota run \(folder)/sample.txt "),
        ("rota run -q -- basenam", "rota run -q -- basename "),
        ("rota run -- cat \(folder)/sam", "rota run -- cat \(folder)/sample.txt "),
    ]

    // An interactive zsh of its own behind a pseudo-terminal; a key shows what stands on its line after a tab.
    let program = """
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell 'PS1=; autoload -U compinit; compinit -u -D; source \(folder)/_rota'
        zpty -w shell 'rota() { print mesh; print part }'
        zpty -w shell 'shown() { print -r -- "LI""NE<$BUFFER>"; BUFFER= }; zle -N shown; bindkey "^G" shown'
        zpty -w shell 'print "rea""dy"'
        zpty -r shell line '*ready*'
        for typed in \(expected.map { "'\($0.0)'" }.joined(separator: " ")); do
            zpty -w -n shell "$typed"$'\\t\\a'
            zpty -r shell line '*LINE<*>*'
            print -r -- "${${line##*LINE<}%%>*}"
        done
        zpty -d shell
        """
    let lines = try output(of: "/usr/bin/timeout", ["timeout", "300", "zsh", "-f", "-c", program])

    #expect(lines == expected.map(\.1))
}
