package import Model

/// `rota help`, `--help` and `--version`.
package enum HelpCommand {
    package static func run(
        _ arguments: ParsedArguments, _ commands: [CommandDescription], _ screen: Screen
    ) throws(Refusal) -> Int32 {
        guard !arguments.operands.isEmpty else { return printOverview(commands, screen) }
        let command = try ArgumentReader(commands: commands).command(named: arguments.operands)
        return printPage(of: command, screen)
    }

    package static func printOverview(_ commands: [CommandDescription], _ screen: Screen) -> Int32 {
        screen.print(HelpPage.overview(of: commands, colours: screen.output.traits.hasColours))
        return ExitCode.succeeded
    }

    package static func printPage(of command: CommandDescription, _ screen: Screen) -> Int32 {
        screen.print(HelpPage.page(of: command, colours: screen.output.traits.hasColours))
        return ExitCode.succeeded
    }

    package static func printVersion(_ screen: Screen) -> Int32 {
        screen.print("rota \(Version.text)")
        return ExitCode.succeeded
    }
}
