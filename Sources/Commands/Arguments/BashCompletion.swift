internal import Dialects

/// A completion script for bash, from the commands' descriptions; it needs nothing but bash 4.
package enum BashCompletion {
    package static func script(for commands: [CommandDescription]) -> String {
        """
        # Completion of rota for bash: source <(rota completion bash)

        _rota_commands='\(firstWords(commands))'

        _rota() {
            local current=${COMP_WORDS[COMP_CWORD]} previous= command= option=
            local -a words=()
            local index=1
            COMPREPLY=()
            # Bash splits --name=value at the equals sign; here the value follows its option either way.
            while (( index < COMP_CWORD )); do
                [[ ${COMP_WORDS[index]} == = ]] || words+=("${COMP_WORDS[index]}")
                (( index += 1 ))
            done
            [[ $current == = ]] && current=
            (( ${#words[@]} )) && previous=${words[-1]}
            case "${words[0]} ${words[1]}" in
        \(twoWords(commands))
                *) command=${words[0]} ;;
            esac
            if [[ -z $command || " \(firstWords(ofPairs: commands)) " == *" $command "* ]]; then
                case $command in
        \(secondWords(commands))
                    *) COMPREPLY=($(compgen -W "$_rota_commands --help --version" -- "$current")) ;;
                esac
                return
            fi
            for (( index = 1; index < ${#words[@]}; index += 1 )); do
                if [[ ${words[index]} == -- ]]; then
                    if (( index == ${#words[@]} - 1 )); then
                        COMPREPLY=($(compgen -c -- "$current"))
                    else
                        _rota_files "$current"
                    fi
                    return
                fi
            done
            case "$command $previous" in
        \(commands.map(values).filter { !$0.isEmpty }.joined(separator: "\n"))
            esac
            case $command in
        \(commands.map(words).joined(separator: "\n"))
            esac
        }

        \(offers)

        complete -F _rota rota

        """
    }

    /// The functions that offer files, folders, states and jobs.
    private static let offers = """
        _rota_files() {
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$1")
        }

        _rota_folders() {
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$1")
        }

        _rota_states() {
            COMPREPLY+=($(compgen -W '\(StateWords.all.joined(separator: " "))' -- "$1"))
        }

        # Not by compgen -W, which would run what stands in backquotes.
        _rota_jobs() {
            local name
            while IFS= read -r name; do
                [[ $name == "$1"* ]] && COMPREPLY+=("$(printf %q "$name")")
            done < <(rota list --names 2>/dev/null)
        }
        """

    /// `"ledger check") command='ledger check' ;;`
    private static func twoWords(_ commands: [CommandDescription]) -> String {
        let pairs = commands.filter { $0.name.contains(" ") }
        return pairs.map { "        \"\($0.name)\") command='\($0.name)' ;;" }.joined(separator: "\n")
    }

    private static func firstWords(_ commands: [CommandDescription]) -> String {
        var words: [String] = []
        for command in commands {
            let word = String(command.name.prefix { $0 != " " })
            if !words.contains(word) { words.append(word) }
        }
        return words.joined(separator: " ")
    }

    private static func firstWords(ofPairs commands: [CommandDescription]) -> String {
        firstWords(commands.filter { $0.name.contains(" ") })
    }

    private static func secondWords(_ commands: [CommandDescription]) -> String {
        let pairs = commands.filter { $0.name.contains(" ") }
        let firsts = firstWords(pairs).split(separator: " ")
        return firsts.map { first in
            let seconds = pairs.filter { $0.name.hasPrefix(first + " ") }.map { $0.name.dropFirst(first.count + 1) }
            let words = seconds.joined(separator: " ")
            return "            \(first)) COMPREPLY=($(compgen -W '\(words)' -- \"$current\")) ;;"
        }.joined(separator: "\n")
    }

    /// What follows an option that takes a value.
    private static func values(_ command: CommandDescription) -> String {
        command.options.compactMap { option in
            guard let value = option.value, !value.isOptional else { return nil }
            let patterns = ["--\(option.name)"] + (option.letter.map { ["-\($0)"] } ?? [])
            let pattern = patterns.map { "'\(command.name) \($0)'" }.joined(separator: " | ")
            return "        \(pattern)) \(action(value.kind)); return ;;"
        }.joined(separator: "\n")
    }

    /// Options, and what may stand without one.
    private static func words(_ command: CommandDescription) -> String {
        let options = command.options.flatMap { option in ["--\(option.name)"] }.joined(separator: " ")
        return """
                    '\(command.name)')
                        if [[ $current == -* ]]; then
                            COMPREPLY=($(compgen -W '\(options)' -- "$current"))
                        else
                            \(command.operands.count.upperBound > 0 ? action(command.operands.kind) : ":")
                        fi ;;
            """
    }

    private static func action(_ kind: ValueKind) -> String {
        switch kind {
        case .free: ":"
        case .file: "_rota_files \"$current\""
        case .folder: "_rota_folders \"$current\""
        case .stateOrFolder:
            "_rota_folders \"$current\"; _rota_states \"$current\""
        case .job: "_rota_jobs \"$current\""
        case .run: "COMPREPLY=($(compgen -W 'all' -- \"$current\"))"
        case .command: "COMPREPLY=($(compgen -W \"$_rota_commands\" -- \"$current\"))"
        case .choice(let choices):
            "COMPREPLY=($(compgen -W '\(choices.joined(separator: " "))' -- \"$current\"))"
        }
    }
}
