package import Model

/// Takes a command line apart by the descriptions of the commands.
package struct ArgumentReader: Sendable {
    package var commands: [CommandDescription]

    package init(commands: [CommandDescription]) { self.commands = commands }

    package enum Reading: Sendable, Hashable {
        case overview
        case help(CommandDescription)
        case version
        case command(ParsedArguments)
    }

    /// - Parameter arguments: without the program's own name.
    package func read(_ arguments: [String]) throws(Refusal) -> Reading {
        guard let first = arguments.first else { return .overview }
        switch first {
        case "-h", "--help": return .overview
        case "-V", "--version": return .version
        default: break
        }
        if first.hasPrefix("-") {
            throw Self.refusal(
                first, "stands before the command",
                "Write the command first: `rota COMMAND [OPTIONS]`; see `rota --help`.")
        }
        let (command, words) = try command(of: arguments)
        var parsed = ParsedArguments(command: command)
        if try take(arguments.dropFirst(words), into: &parsed) { return .help(command) }
        try checkCount(of: parsed)
        return .command(parsed)
    }

    /// The command that the first one or two words name.
    package func command(named words: [String]) throws(Refusal) -> CommandDescription { try command(of: words).0 }

    private func command(of arguments: [String]) throws(Refusal) -> (CommandDescription, words: Int) {
        let pair = arguments.prefix(2).joined(separator: " ")
        if let command = commands.first(where: { $0.name == pair }) { return (command, arguments.prefix(2).count) }
        if let command = commands.first(where: { $0.name == arguments[0] }) { return (command, 1) }
        let second = commands.filter { $0.name.hasPrefix(arguments[0] + " ") }.map(\.name)
        if !second.isEmpty {
            if arguments.dropFirst().first.map({ $0 == "--help" || $0 == "-h" }) ?? false,
                let command = commands.first(where: { $0.name == second[0] })
            {
                return (command, 1)
            }
            let choices = second.map { "`rota \($0)`" }.joined(separator: ", ")
            throw Self.refusal(pair, "is not a whole command", "There is \(choices).")
        }
        let hint = Self.hint(arguments[0], among: commands.map(\.name), before: "rota ")
        throw Self.refusal(arguments[0], "is not a command of rota", hint ?? "`rota --help` lists them.")
    }

    /// Answers whether help was asked for.
    private func take(_ rest: ArraySlice<String>, into parsed: inout ParsedArguments) throws(Refusal) -> Bool {
        var waiting = rest
        while let argument = waiting.popFirst() {
            if argument == "--" {
                if parsed.command.operands.takesProgram {
                    parsed.program = Array(waiting)
                } else {
                    parsed.operands += waiting
                }
                return false
            }
            if argument == "--help" || argument == "-h" { return true }
            if argument.hasPrefix("--") {
                try takeLong(argument.dropFirst(2), &waiting, into: &parsed)
            } else if argument.hasPrefix("-"), argument.count > 1 {
                if try takeLetters(argument, &waiting, into: &parsed) { return true }
            } else {
                parsed.operands.append(argument)
            }
        }
        return false
    }

    private func takeLong(
        _ argument: Substring, _ waiting: inout ArraySlice<String>, into parsed: inout ParsedArguments
    ) throws(Refusal) {
        let equals = argument.firstIndex(of: "=")
        let name = String(argument[..<(equals ?? argument.endIndex)])
        guard let option = parsed.command.options.first(where: { $0.name == name }) else {
            throw unknown("--\(name)", in: parsed.command)
        }
        var value = equals.map { String(argument[argument.index(after: $0)...]) }
        if option.value == nil, let value {
            throw Self.refusal("--\(name)", "takes no value, but was given \"\(value)\"", "Write `--\(name)` alone.")
        }
        if value == nil { value = try next(for: option, "--\(name)", &waiting) }
        try add(option, value, to: &parsed)
    }

    /// `-vq`, `-j4`, `-j 4`: switches may be bundled, the last one may have a value. Answers whether help was asked.
    private func takeLetters(
        _ argument: String, _ waiting: inout ArraySlice<String>, into parsed: inout ParsedArguments
    ) throws(Refusal) -> Bool {
        var letters = argument.dropFirst()
        while let letter = letters.popFirst() {
            if letter == "h" { return true }
            guard let option = parsed.command.options.first(where: { $0.letter == letter }) else {
                throw unknown("-\(letter)", in: parsed.command)
            }
            guard option.value != nil else {
                try add(option, nil, to: &parsed)
                continue
            }
            if letters.first == "=" { letters.removeFirst() }
            let value = letters.isEmpty ? try next(for: option, "-\(letter)", &waiting) : String(letters)
            try add(option, value, to: &parsed)
            return false
        }
        return false
    }

    private func next(
        for option: OptionDescription, _ spelling: String, _ waiting: inout ArraySlice<String>
    ) throws(Refusal) -> String? {
        guard let value = option.value else { return nil }
        if value.isOptional {
            guard let candidate = waiting.first, Int(candidate) != nil else { return nil }
            return waiting.popFirst()
        }
        // `--each -` is standard input, `--range -5-5` begins below zero; `--each --zip` has forgotten its file.
        guard let candidate = waiting.first, !candidate.hasPrefix("--") else {
            throw Self.refusal(spelling, "needs a value", "Write `\(spelling) \(value.name)`: \(option.purpose).")
        }
        return waiting.popFirst()
    }

    private func add(
        _ option: OptionDescription, _ value: String?, to parsed: inout ParsedArguments
    ) throws(Refusal) {
        if case .choice(let choices) = option.value?.kind, let value, !choices.contains(value) {
            let hint = "Choose one of \(choices.joined(separator: ", "))."
            throw Self.refusal("--\(option.name)", "does not know \"\(value)\"", hint)
        }
        parsed.given.append(ParsedArguments.Given(option: option.name, value: value))
    }

    private func checkCount(of parsed: ParsedArguments) throws(Refusal) {
        let count = parsed.command.operands.count
        let line = parsed.command.usage.map { "`rota \(parsed.command.name) \($0)`" }.joined(separator: " or ")
        if parsed.operands.count > count.upperBound {
            throw Self.refusal(parsed.operands[count.upperBound], "is one argument too many", "Write \(line).")
        }
        if parsed.operands.count < count.lowerBound {
            throw Self.refusal("rota \(parsed.command.name)", "needs an argument", "Write \(line).")
        }
    }

    private func unknown(_ spelling: String, in command: CommandDescription) -> Refusal {
        let hint =
            spelling.hasPrefix("--")
            ? Self.hint(String(spelling.dropFirst(2)), among: command.options.map(\.name), before: "--") : nil
        return Self.refusal(
            spelling, "is not an option of `rota \(command.name)`", hint ?? "`rota \(command.name) --help` lists them.")
    }

    private static func refusal(_ place: String, _ problem: String, _ remedy: String) -> Refusal {
        ParsedArguments.refusal(of: ShownText.harmless(place), problem, remedy)
    }

    /// The nearest name, else one that begins so.
    private static func hint(_ text: String, among names: [String], before prefix: String) -> String? {
        let near = NearestName.nearest(to: text, among: names) ?? names.first { !text.isEmpty && $0.hasPrefix(text) }
        return near.map { "Did you mean `\(prefix)\($0)`?" }
    }
}
