import Dialects
import Model
import Service

/// `rota why`: why a task is not running, or how it ended and why.
enum WhyCommand {
    /// One answer; the sentences, and what to do.
    struct Answer {
        var task: String
        var state: TaskState
        var sentences: [String]
        var errorOutput: [String] = []
    }

    // 10: a page; a selector that means more is answered for the first of them.
    private static let limit = 10

    static func show(_ record: RunRecord, _ selector: TaskSelector, on screen: Screen, at now: Instant) throws {
        let colours = screen.output.traits.hasColours
        let (answers, rest) = try answers(record, selector, at: now)
        for (position, answer) in answers.enumerated() {
            if position > 0 { screen.print("") }
            let name = Tone.strong.painted(ShownText.harmless(answer.task), colours: colours)
            screen.print("\(name)  \(TaskWords.tone(answer.state).painted("\(answer.state)", colours: colours))")
            for sentence in answer.sentences { screen.print("  \(ShownText.harmless(sentence))") }
            for line in answer.errorOutput { screen.print("    \(ShownText.harmless(line))") }
        }
        if rest > 0 { screen.print("… and \(Wording.count(rest, "task")) more.") }
    }

    static func write(
        _ record: RunRecord, _ selector: TaskSelector, to json: inout JSONText, at now: Instant
    ) throws {
        let (answers, _) = try answers(record, selector, at: now)
        json.array { json in
            for answer in answers {
                json.object { json in
                    json.member("task", answer.task)
                    json.member("state", "\(answer.state)")
                    json.key("why")
                    json.array { json in for sentence in answer.sentences { json.value(sentence) } }
                    json.key("errorOutput")
                    json.array { json in for line in answer.errorOutput { json.value(line) } }
                }
            }
        }
    }

    private static func answers(
        _ record: RunRecord, _ selector: TaskSelector, at now: Instant
    ) throws -> (answers: [Answer], rest: Int) {
        let history = try record.summary().history
        let choice = try Choice(selector, in: history)
        let wanted = choice.iterations ?? choice.record.job.iterations.indices
        let interesting = wanted.lazy.map { TaskIdentifier(job: choice.record.identifier, iteration: $0) }.filter {
            // Of a whole job, nobody asks why the tasks that succeeded did.
            choice.iterations != nil || history.state(of: $0) != .succeeded
        }
        var tasks = Array(interesting.prefix(limit))
        if tasks.isEmpty, let first = wanted.first {
            tasks = [TaskIdentifier(job: choice.record.identifier, iteration: first)]
        }
        let span = (tasks.first?.iteration ?? 0)..<((tasks.last?.iteration ?? 0) + 1)
        var explanations = Explanations()
        var attempts = AttemptHistory(job: choice.record.job.name, iterations: span)
        try record.read { fact in
            explanations.take(fact)
            attempts.take(fact)
        }
        let answers = tasks.compactMap { task in
            attempts.tasks.first { $0.task == task }.map { told in
                answer(told, attempts.history, explanations.explanation(of: task, at: now), record, at: now)
            }
        }
        let rest = wanted.count > 100_000 ? 0 : interesting.count - answers.count
        return (answers, max(0, rest))
    }

    private static func answer(
        _ told: AttemptHistory.TaskHistory, _ history: History, _ explanation: Explanation, _ record: RunRecord,
        at now: Instant
    ) -> Answer {
        let settled = history.state(of: told.task) ?? .waiting
        let isReady = settled == .waiting && history.isReady(told.task, at: now)
        var answer = Answer(
            task: Phrases.task(told.task, in: history), state: isReady ? .ready : settled, sentences: [])
        switch settled {
        case .succeeded, .failed, .cancelled, .skipped: answer.sentences = ending(told, history)
        case .running, .starting, .paused, .waiting, .ready:
            answer.sentences = ExplanationWords.sentences(
                explanation, of: told.task, in: history, isGoing: record.isGoing, at: now)
        }
        if let last = told.attempts.last, last.end.outcome.isFailure, settled != .succeeded {
            if !settled.isFinal {
                answer.sentences.insert("Its last attempt: \(Phrases.outcome(last.end.outcome)).", at: 0)
            }
            answer.errorOutput = ErrorTail.lines(of: last, in: record)
        }
        return answer
    }

    /// How it ended, and what made it so.
    private static func ending(_ told: AttemptHistory.TaskHistory, _ history: History) -> [String] {
        var sentences: [String] = []
        if let last = told.attempts.last {
            let tries = told.attempts.count > 1 ? " at attempt \(told.attempts.count)" : ""
            let outcome = Phrases.outcome(last.end.outcome)
            sentences.append("It ended\(tries): \(outcome), after \(last.elapsed).")
            sentences += Advice.sentences(last, in: history)
        }
        for change in told.changes.reversed() {
            if case .skipped(let because) = change.cause {
                let name = Phrases.task(because, in: history)
                sentences.append("It was skipped, since \(name) did not succeed. See `rota why \(name)`.")
                break
            }
            if change.cause == .cancelRequested {
                sentences.append("Its end was asked for at \(CalendarTime.local(change.at)).")
                break
            }
        }
        return sentences
    }
}
