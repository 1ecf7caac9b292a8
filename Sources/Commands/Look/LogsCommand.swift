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

    func show(_ selectors: [TaskSelector]) throws -> Int32 {
        if options.isJSON {
            var json = JSONText()
            try json.array { json in for selector in selectors { try write(selector, to: &json) } }
            screen.print(json)
            return ExitCode.succeeded
        }
        for selector in selectors { try show(selector) }
        guard options.follows, let selector = selectors.first else { return ExitCode.succeeded }
        let choice = try Choice.read(selector, of: record).choice
        let follower = LogsFollower(record: record, options: options, screen: screen)
        let wanted = choice.iterations ?? choice.record.job.iterations.indices
        return try follower.follow(TaskRange(job: choice.record.identifier, iterations: wanted))
    }

    private func show(_ selector: TaskSelector) throws {
        let (choice, history) = try read(selector)
        let wanted = choice.iterations ?? choice.record.job.iterations.indices
        let tasks = TaskRange(job: choice.record.identifier, iterations: wanted)
        let told = try attempts(of: tasks)
        var hasPrinted = false
        for iteration in wanted {
            let task = TaskIdentifier(job: tasks.job, iteration: iteration)
            guard isMeant(task, history), let end = told[iteration]?.end else { continue }
            let name = Phrases.task(task, in: history)
            hasPrinted = try show(end, name: name, hasHeading: wanted.count > 1) || hasPrinted
        }
        if !hasPrinted, !options.follows { explainSilence(choice, wanted, told, history) }
    }

    /// A state is only known to a history of the whole run.
    private func read(_ selector: TaskSelector) throws -> (choice: Choice, history: History) {
        guard options.chosen.selection.state != nil else { return try Choice.read(selector, of: record) }
        let history = try record.summary().history
        return (try Choice(selector, in: history), history)
    }

    private func isMeant(_ task: TaskIdentifier, _ history: History) -> Bool {
        guard let state = options.chosen.selection.state else { return true }
        return history.state(of: task) == state
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

    private var streams: [OutputStreamName] { options.streams }

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

    private func write(_ selector: TaskSelector, to json: inout JSONText) throws {
        let (choice, history) = try read(selector)
        let wanted = choice.iterations ?? choice.record.job.iterations.indices
        let tasks = TaskRange(job: choice.record.identifier, iterations: wanted)
        let told = try attempts(of: tasks)
        for iteration in wanted {
            let task = TaskIdentifier(job: tasks.job, iteration: iteration)
            guard isMeant(task, history), let known = told[iteration], let end = known.end else { continue }
            var entry = LogEntry(
                task: Phrases.task(task, in: history), attempt: options.attempt ?? known.count,
                end: Phrases.outcome(end.outcome))
            for stream in streams { entry.outputs.append((stream, try record.output(of: end, stream))) }
            entry.write(tail: options.tail, to: &json)
        }
    }
}
