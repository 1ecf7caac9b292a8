import Commands
import Testing

@Test("every page fits 80 columns and leaves no line with trailing blanks", arguments: CommandTable.all.map(\.name))
func pagesFit(name: String) throws {
    let command = try #require(CommandTable.all.first { $0.name == name })
    let lines = HelpPage.page(of: command, colours: false).split(separator: "\n", omittingEmptySubsequences: false)

    #expect(lines.filter { DisplayWidth.of(String($0)) > 80 }.isEmpty)
    #expect(lines.filter { $0.hasSuffix(" ") }.isEmpty)
}

@Test(
    "every page shows each option once, and commands that do something have an example",
    arguments: CommandTable.all.map(\.name))
func pagesAreWhole(name: String) throws {
    let command = try #require(CommandTable.all.first { $0.name == name })
    let page = HelpPage.page(of: command, colours: false)

    for option in command.options { #expect(page.contains("--\(option.name)")) }
    #expect(command.name == "version" || !command.examples.isEmpty)
    #expect(!command.purpose.hasSuffix("."))
}

@Test("options of one command differ in names and letters", arguments: CommandTable.all.map(\.name))
func optionsDiffer(name: String) throws {
    let command = try #require(CommandTable.all.first { $0.name == name })
    #expect(Set(command.options.map(\.name)).count == command.options.count)
    let letters = command.options.compactMap(\.letter)
    #expect(Set(letters).count == letters.count)
}

@Test("the overview groups commands by what a person wants and fits 80 columns")
func overview() {
    let overview = HelpPage.overview(of: CommandTable.all, colours: false)

    for command in CommandTable.all { #expect(overview.contains("\n  \(command.name) ")) }
    #expect(overview.contains("\nRun work:\n  run"))
    #expect(overview.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= 80 })
}

@Test("a small page, as a person sees it")
func smallPage() {
    #expect(
        HelpPage.page(of: CommandTable.new, colours: false) == """
            rota new: Write a commented example of a job file

            Usage:
              rota new [OPTIONS] [FILE]

            Without FILE it goes to standard output. A file that exists is kept unless
            --force is given.

            Options:
              -f, --force               Replace FILE if it exists
              -h, --help                Print this page

            Example:
              rota new jobs.json && rota run jobs.json
                  Look at it, change it, run it.
            """)
}
