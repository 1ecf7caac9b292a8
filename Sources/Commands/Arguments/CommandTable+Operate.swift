/// The commands for those who look after a service or a machine.
extension CommandTable {
    package static let doctor: CommandDescription = {
        var command = CommandDescription(
            "doctor", in: .itself, "Show what Rota finds here, to be pasted into a ticket", usage: ["[OPTIONS]"])
        command.notes = [
            """
            Libraries, control groups, batch systems, the disk of the state folder, ports, the service, and which \
            setting comes from where. It prints no token and no key, and changes nothing.
            """
        ]
        command.options = [
            OptionDescription(
                "state", nil, .folder, in: "Where", "The state folder whose disk is tried",
                standard: "ROTA_STATE, else .rota here or above, else the user's service's"),
            anyService, json, help,
        ]
        command.examples = [
            CommandDescription.Example(line: "rota doctor > ticket.txt", meaning: "What is asked for first.")
        ]
        command.exitCodes = [
            CommandDescription.ExitCode(code: "0", meaning: "Nothing is broken."),
            CommandDescription.ExitCode(code: "1", meaning: "Something is; the line begins with ✗."),
        ]
        return command
    }()

    package static let ledgerExport: CommandDescription = {
        var command = CommandDescription(
            "ledger export", in: .record, "Print every fact of a run's record, a line of JSON each",
            usage: ["[OPTIONS]"])
        command.options = [
            OptionDescription("run", nil, .free("N"), in: "Where", "The run with this number", standard: "the last"),
            served,
            OptionDescription("json", nil, in: "What is shown", "The same; it is always JSON"), help,
        ]
        command.examples = [
            CommandDescription.Example(
                line: "rota ledger export | grep attemptEnded", meaning: "Every end that was recorded.")
        ]
        command.exitCodes = [
            CommandDescription.ExitCode(code: "0", meaning: "All of it."),
            CommandDescription.ExitCode(code: "1", meaning: "Some of the record is damaged; where, was said."),
        ]
        return command
    }()

    package static let ledgerBackup: CommandDescription = {
        var command = CommandDescription(
            "ledger backup", in: .record, "Copy a state folder, also while a service writes in it",
            usage: ["[OPTIONS] TARGET"])
        command.notes = [
            """
            TARGET must not exist; it appears when the copy is whole and on the disk. It holds the service's keys. \
            `rota serve --state TARGET` starts from it.
            """
        ]
        command.operands = CommandDescription.Operands(kind: .folder, count: 1...1)
        command.options = [served, json, help]
        command.examples = [
            CommandDescription.Example(
                line: "rota ledger backup /backup/rota-$(date +%F)", meaning: "Every night, from cron or a timer.")
        ]
        return command
    }()

    private static let served = OptionDescription(
        "state", nil, .folder, in: "Where", "The state folder",
        standard: "ROTA_STATE, else .rota here or above, else the user's service's")
}
