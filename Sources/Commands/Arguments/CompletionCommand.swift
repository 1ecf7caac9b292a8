/// `rota completion bash|zsh`.
package enum CompletionCommand {
    package static func run(
        _ arguments: ParsedArguments, _ commands: [CommandDescription], _ screen: Screen
    ) throws -> Int32 {
        let shell = arguments.operands.first ?? ""
        switch shell {
        case "bash": screen.write(BashCompletion.script(for: commands), to: screen.output)
        case "zsh": screen.write(ZshCompletion.script(for: commands), to: screen.output)
        default:
            throw ParsedArguments.refusal(
                of: "\"\(ShownText.harmless(shell))\"", "is a shell that completion does not know",
                "Write `rota completion bash` or `rota completion zsh`.")
        }
        return ExitCode.succeeded
    }
}
