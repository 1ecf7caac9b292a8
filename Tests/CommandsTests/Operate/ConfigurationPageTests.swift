import Commands
import Posix
import Testing

@Test("docs/configuration.md has a line for every option that can be configured, with its variable, and no others")
func configurationPage() throws {
    let root = FileSystem.folder(of: FileSystem.folder(of: FileSystem.folder(of: FileSystem.folder(of: #filePath))))
    let page = String(decoding: try FileSystem.content(of: "\(root)/docs/configuration.md"), as: UTF8.self)
    let expected = Configuration.commands.flatMap { command in
        command.options.filter { $0.name != "help" && $0.name != "detach" }.map { option in
            "| \(command.name) | `\(option.name)` | `\(Configuration.variable(of: option.name, command.name))` |"
        }
    }

    let lines = page.split(separator: "\n").filter { $0.hasPrefix("| serve") || $0.hasPrefix("| executor") }
    let written = lines.map { line in line.split(separator: "|").prefix(3).map { "|\($0)" }.joined() + "|" }
    #expect(written.sorted() == expected.sorted())
}
