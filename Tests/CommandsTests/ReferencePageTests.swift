import Commands
import Posix
import Testing

/// The page of all commands, from their descriptions.
private func reference() -> String {
    var lines = [
        "# Commands", "",
        "What `rota COMMAND --help` prints, for every command; written by a test from the commands' descriptions.",
    ]
    for command in CommandTable.all {
        lines += ["", "## rota \(command.name)", "", "```text", HelpPage.page(of: command, colours: false), "```"]
    }
    return lines.joined(separator: "\n") + "\n"
}

@Test("docs/commands.md says what --help says; ROTA_RECORD=1 writes it anew, and fails that time")
func referencePage() throws {
    let root = FileSystem.folder(of: FileSystem.folder(of: FileSystem.folder(of: #filePath)))
    let path = "\(root)/docs/commands.md"
    if Environment.value(of: "ROTA_RECORD") != nil {
        try FileSystem.replace(path, with: Array(reference().utf8), mode: 0o644)
        Issue.record("docs/commands.md was written; look at it and commit it.")
        return
    }

    #expect(String(decoding: try FileSystem.content(of: path), as: UTF8.self) == reference())
}
