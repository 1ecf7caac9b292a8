internal import Dialects

/// A completion script for zsh, from the commands' descriptions.
package enum ZshCompletion {
    package static func script(for commands: [CommandDescription]) -> String {
        """
        #compdef rota
        # Completion of rota for zsh: rota completion zsh > a folder of fpath, as _rota

        _rota_jobs() {
            local -a jobs
            jobs=(${(f)"$(rota list --names 2>/dev/null)"})
            compadd -a jobs
        }

        _rota_states() {
            _alternative 'states:state:(\(StateWords.all.joined(separator: " ")))' 'folders:folder:_files -/'
        }

        # What follows -- is a program with its own completion; answers whether that was so.
        _rota_program() {
            local place=${words[(i)--]}
            (( place < CURRENT )) || return 1
            shift $place words
            (( CURRENT -= place ))
            _normal
            return 0
        }

        _rota_commands() {
            local -a commands
            commands=(
        \(commands.map { "        \(quoted("\(firstWord($0)):\($0.purpose)"))" }.joined(separator: "\n"))
            )
            _describe -t commands 'command' commands
        }

        _rota() {
            local context state state_descr line curcontext=$curcontext
            typeset -A opt_args
            _arguments -C '(- *)'{-h,--help}'[Print the commands]' '(- *)'{-V,--version}'[Print the version]' \\
                '1: :_rota_commands' '*:: :->rest'
            [[ $state == rest ]] || return
            case $words[1] in
        \(commands.map(entry).joined(separator: "\n"))
            esac
        }

        compdef _rota rota

        """
    }

    private static func entry(_ command: CommandDescription) -> String {
        var specifications = command.options.map(specification)
        let second = command.name.split(separator: " ").dropFirst().first
        if let second { specifications.append(quoted("1:word:(\(second))")) }
        let operands = command.operands
        if operands.count.upperBound > 0 {
            let place = operands.count.upperBound > 2 ? "*" : "1"
            specifications.append(quoted("\(place):argument:\(action(operands.kind))"))
        }
        let lines = specifications.map { "                \($0)" }.joined(separator: " \\\n")
        let program = operands.takesProgram ? "            _rota_program && return\n" : ""
        return "        \(firstWord(command)))\n\(program)            _arguments -s -S \\\n\(lines) ;;"
    }

    /// `'(-j --at-once)'{-j+,--at-once=}'[purpose]:N:'`
    private static func specification(_ option: OptionDescription) -> String {
        let mark = option.value == nil ? "" : "="
        let purpose = option.purpose.replacing("[", with: "(").replacing("]", with: ")")
        let value = option.value.map { ":\($0.name.replacing(":", with: " ")):\(action($0.kind))" } ?? ""
        let meaning = quoted("[\(purpose)]\(value)")
        guard let letter = option.letter else {
            return quoted((option.repeats ? "*" : "") + "--\(option.name)\(mark)") + meaning
        }
        let spellings = "{-\(letter)\(option.value == nil ? "" : "+"),--\(option.name)\(mark)}"
        return (option.repeats ? "'*'" : quoted("(-\(letter) --\(option.name))")) + spellings + meaning
    }

    private static func action(_ kind: ValueKind) -> String {
        switch kind {
        case .free: ""
        case .file: "_files"
        case .folder: "_files -/"
        case .stateOrFolder: "_rota_states"
        case .job: "_rota_jobs"
        case .run: "(all)"
        case .command: "_rota_commands"
        case .choice(let choices): "(\(choices.joined(separator: " ")))"
        }
    }

    private static func firstWord(_ command: CommandDescription) -> String { String(command.name.prefix { $0 != " " }) }

    private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
