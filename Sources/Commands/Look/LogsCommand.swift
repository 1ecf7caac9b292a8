import Dialects
import Model
import Posix
import Service

/// `rota logs`: what tasks have printed, standard output to standard output and standard error to standard error.
struct LogsCommand {
    let record: RunRecord
    let options: LogsOptions
    let screen: Screen

    /// What is known of one task's attempts, without those that printed nothing and are not the last.
    private struct Told {
        var count = 0
        var end: AttemptEnd?
    }

    func show() throws -> Int32 {
        let (choice, history) = try Choice.read(options.selector, of: record)
        let wanted = choice.iterations ?? choice.record.job.iterations.indices
        let tasks = TaskRange(job: choice.record.identifier, iterations: wanted)
        let told = try attempts(of: tasks)
        if options.isJSON {
            screen.print(try json(of: tasks, told, history))
            return ExitCode.succeeded
        }
        var hasPrinted = false
        for iteration in wanted {
            guard let end = told[iteration]?.end else { continue }
            let task = TaskIdentifier(job: tasks.job, iteration: iteration)
            let name = Phrases.task(task, in: history)
            hasPrinted = try show(end, name: name, hasHeading: wanted.count > 1) || hasPrinted
        }
        if options.follows {
            let follower = LogsFollower(record: record, options: options, screen: screen)
            return try follower.follow(tasks)
        }
        if !hasPrinted { explainSilence(choice, wanted, told, history) }
        return ExitCode.succeeded
    }

    /// The attempt that was asked for of each task, the last one unless it was named.
    private func attempts(of tasks: TaskRange) throws -> [Int: Told] {
        let empty = (history: History(), told: [Int: Told]())
        return try record.collect(tasks, into: empty) { state, fact in
            state.history.take(fact) { attempt in
                guard attempt.task.job == tasks.job, tasks.iterations.contains(attempt.task.iteration) else { return }
                var known = state.told[attempt.task.iteration] ?? Told()
                known.count += 1
                if options.attempt == nil || options.attempt == known.count { known.end = attempt.end }
                state.told[attempt.task.iteration] = known
            }
        }.collected.told
    }

    private func show(_ end: AttemptEnd, name: String, hasHeading: Bool) throws -> Bool {
        var hasPrinted = false
        for stream in streams {
            let bytes = LogLines.last(options.tail, of: try record.output(of: end, stream))
            guard !bytes.isEmpty else { continue }
            if hasHeading, !hasPrinted, !options.isTagged, screen.output.traits.isTerminal {
                screen.print(
                    Tone.faint.painted("── \(ShownText.harmless(name))", colours: screen.output.traits.hasColours))
            }
            hasPrinted = true
            LogLines.write(bytes, from: stream, tag: options.isTagged ? name : nil, alone: streams.count == 1, screen)
        }
        return hasPrinted
    }

    private var streams: [OutputStreamName] {
        switch options.stream {
        case .both: [.output, .error]
        case .output: [.output]
        case .error: [.error]
        }
    }

    /// Nothing on standard output, so that a pipe gets what was printed and no more; the reason goes beside it.
    private func explainSilence(_ choice: Choice, _ wanted: Range<Int>, _ told: [Int: Told], _ history: History) {
        let command = choice.record.job.command
        let name =
            wanted.count == 1
            ? Phrases.task(TaskIdentifier(job: choice.record.identifier, iteration: wanted.lowerBound), in: history)
            : choice.record.job.name
        if let number = options.attempt, !told.values.contains(where: { $0.end != nil }) {
            screen.tell("rota: \(name) has no attempt \(number) that has ended.")
        } else if told.isEmpty {
            screen.tell("rota: \(name) has not ended yet. Follow it with `rota logs -f`, or see `rota why \(name)`.")
        } else if let file = command.standardOutput ?? command.standardError {
            screen.tell("rota: \(name) prints to a file of its own: \(TemplateText.text(of: file)).")
        } else {
            screen.tell("rota: \(name) has printed nothing.")
        }
    }

    private func json(of tasks: TaskRange, _ told: [Int: Told], _ history: History) throws -> JSONText {
        var json = JSONText()
        try json.array { json in
            for iteration in tasks.iterations {
                guard let known = told[iteration], let end = known.end else { continue }
                let task = TaskIdentifier(job: tasks.job, iteration: iteration)
                try json.object { json in
                    json.member("task", Phrases.task(task, in: history))
                    json.member("attempt", options.attempt ?? known.count)
                    json.member("end", Phrases.outcome(end.outcome))
                    for stream in streams {
                        let bytes = LogLines.last(options.tail, of: try record.output(of: end, stream))
                        json.member(
                            stream == .output ? "standardOutput" : "standardError",
                            String(decoding: bytes, as: UTF8.self))
                    }
                }
            }
        }
        return json
    }
}
