/// A command as the door knows it: what describes it, and what performs it.
package struct CommandBody {
    package var description: CommandDescription
    /// Answers the exit code. A `Refusal` and a `SystemFailure` may be thrown; the door tells them.
    package var perform: (ParsedArguments, Screen) throws -> Int32

    package init(
        _ description: CommandDescription, perform: @escaping (ParsedArguments, Screen) throws -> Int32
    ) {
        self.description = description
        self.perform = perform
    }
}
