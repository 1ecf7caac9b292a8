extension CommandTable {
    package static let serve: CommandDescription = {
        var command = CommandDescription(
            "serve", in: .service, "Keep a queue that executors work on and clients ask", usage: ["[OPTIONS]"])
        command.notes = [
            """
            Prints where it listens and stays in the foreground. SIGTERM and Ctrl-C end it in order; what executors \
            run goes on, and they come back to the next service of the same state folder.
            """,
            """
            Options that are not given may be set by ROTA_SERVE_ variables, by rota/config.json in the user's folder \
            for configuration, or by /etc/rota/config.json; `rota doctor` shows them.
            """,
        ]
        command.options = [
            OptionDescription(
                "state", nil, .folder, in: "Where it keeps things", "The folder of its record",
                standard: "ROTA_STATE, else rota below the user's folder for state"),
            OptionDescription(
                "access", nil, .file, in: "Where it keeps things",
                "The file that lets clients and executors in; who can read it is in", standard: "the user's"),
            OptionDescription(
                "fetch", nil, .free("SIZE"), in: "Where it keeps things",
                "Bring what tasks print on machines that share no folder with it, up to SIZE of a stream; 0: nothing",
                standard: "16M"),
            OptionDescription(
                "address", nil, .free("ADDRESS"), in: "Where it listens",
                "An address of this machine, in numbers; beyond loopback it speaks TLS", standard: "127.0.0.1"),
            OptionDescription(
                "public-address", nil, .free("NAME"), in: "Where it listens",
                "What the access file says instead, where others see this machine by another name"),
            OptionDescription(
                "port-range", nil, .free("A-B"), in: "Where it listens",
                "Ports to try when 7080 and 7040 are taken", standard: "any that is free"),
            OptionDescription(
                "detach", nil, in: "How it goes on", "Return as soon as it listens, and let it go on by itself"),
            OptionDescription(
                "keep", nil, .free("TIME"), in: "How it goes on", "Remove jobs that ended so long ago",
                standard: "until somebody removes them"),
            policy, policies,
            OptionDescription(
                "log", nil, .file, in: "How it goes on",
                "Write what those who operate it want to know to FILE, begun anew at 10 MiB, five are kept",
                standard: "the journal or standard error; with --detach service.log in the state folder"),
            OptionDescription(
                "log-level", nil, .choice("LEVEL", ["error", "warning", "info", "debug"]), in: "How it goes on",
                "The least important that is written; debug: every request", standard: "info"),
            help,
        ]
        command.examples = [
            CommandDescription.Example(
                line: "rota serve --address 10.0.0.5", meaning: "On a login node, for executors in allocations.")
        ]
        command.exitCodes = [
            CommandDescription.ExitCode(code: "0", meaning: "It was told to end; with --detach: it listens."),
            CommandDescription.ExitCode(code: "2", meaning: "Refused: nothing was begun."),
        ]
        return command
    }()

    package static let executor: CommandDescription = {
        var command = CommandDescription(
            "executor", in: .service, "Lend this machine, or this part of it, to a service", usage: ["[OPTIONS]"])
        command.notes = [
            """
            Its tasks end with it, but not with the service: while that is away they go on. SIGTERM hands back what \
            has not started and ends what runs, to run again elsewhere; so does SIGUSR1, by which a batch system can \
            warn of the end. Options may be set as those of `rota serve`, by ROTA_EXECUTOR_ variables and the same \
            files.
            """
        ]
        command.options =
            [
                service,
                OptionDescription(
                    "via", nil, .free("WAY"), in: "Which service",
                    "Reach it through a relay, HOST:PORT, or by ssh, ssh:[USER@]HOST[:PORT]",
                    standard: "the address in the access file"),
                OptionDescription(
                    "name", nil, .free("NAME"), in: "What it offers", "How it is called", standard: "the host's name"),
                OptionDescription(
                    "tag", nil, .free("WORD"), in: "What it offers", "Something to tell it by", repeats: true),
            ] + lending.filter { $0.name != "nodes" } + running + [
                OptionDescription(
                    "idle-timeout", nil, .free("TIME"), in: "When it goes",
                    "After having had nothing to do for so long",
                    standard: "never; 5 min in an allocation"),
                OptionDescription(
                    "until-empty", nil, in: "When it goes", "As soon as the service has nothing for it to do"),
                OptionDescription(
                    "patience", nil, .free("TIME"), in: "When it goes",
                    "When the service was not heard for so long; what runs is ended", standard: "never"),
                help,
            ]
        command.examples = [
            CommandDescription.Example(
                line: "srun rota executor", meaning: "On every node of an allocation, one each."),
            CommandDescription.Example(
                line: "rota executor --service access.json --via ssh:login.example.org",
                meaning: "In another network, for a service that listens on that host's loopback."),
        ]
        command.exitCodes = [
            CommandDescription.ExitCode(code: "0", meaning: "It was drained, idle, or told to go."),
            CommandDescription.ExitCode(code: "2", meaning: "Refused, by the service or before."),
        ]
        return command
    }()

    package static let relay: CommandDescription = {
        var command = CommandDescription(
            "relay", in: .service, "Carry executors to a service that they can't reach", usage: ["[OPTIONS] TARGET…"])
        command.notes = [
            """
            Runs on a host that both sides reach, stays in the foreground, and prints for each TARGET, HOST:PORT, \
            where it listens: that is what `rota executor --via` is given. It passes on what comes there to the target \
            and to nothing else, needs no key, and can read nothing: only connections pass that are encrypted from end \
            to end, by CURVE as those of executors, or by TLS as those of clients to a service beyond loopback.
            """
        ]
        command.operands = CommandDescription.Operands(kind: .free, count: 1...16)
        command.options = [
            OptionDescription(
                "address", nil, .free("ADDRESS"), in: "Where it listens", "An address of this machine, in numbers",
                standard: "127.0.0.1"),
            OptionDescription(
                "port", nil, .free("N"), in: "Where it listens", "The port, for a single target",
                standard: "the target's, else any that is free"),
            OptionDescription(
                "connections", nil, .free("N"), in: "How much it carries", "At most so many at once; others wait",
                standard: "1024"),
            OptionDescription(
                "idle-timeout", nil, .free("TIME"), in: "How much it carries",
                "Cut a connection on which nobody said anything for so long", standard: "10 min"),
            OptionDescription(
                "log", nil, .file, in: "How it goes on",
                "Write who was carried and who was not to FILE, begun anew at 10 MiB, five are kept",
                standard: "the journal or standard error"),
            OptionDescription(
                "log-level", nil, .choice("LEVEL", ["error", "warning", "info", "debug"]), in: "How it goes on",
                "The least important that is written", standard: "info"),
            help,
        ]
        command.examples = [
            CommandDescription.Example(
                line: "rota relay --address 192.0.2.7 tcp://10.0.0.5:7040",
                meaning: "Executors beyond it: rota executor --via 192.0.2.7:7040.")
        ]
        command.exitCodes = [
            CommandDescription.ExitCode(code: "0", meaning: "A signal ended it."),
            CommandDescription.ExitCode(code: "1", meaning: "It can't listen there, or nobody knows a target's name."),
            CommandDescription.ExitCode(code: "2", meaning: "Refused: nothing was begun."),
        ]
        return command
    }()

    static let service = OptionDescription(
        "service", nil, .file, in: "Which service", "Its access file",
        standard: "ROTA_SERVICE, else that of .rota here or above, else the user's")
}
