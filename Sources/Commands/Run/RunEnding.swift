internal import Dialects
internal import Model
internal import Service

/// What a person is told when a run is over, and what the shell is.
struct RunEnding {
    let session: RunSession
    let options: RunOptions
    let isLoneProgram: Bool

    func show(_ display: RunDisplay, _ stop: RunStop?, _ screen: Screen) throws -> Int32 {
        let record = session.record
        let moment = display.summary.history.sessions.last
        let statistics = try record.views(of: display.summary, at: moment).statistics()
        if options.isJSON {
            var json = JSONText()
            statistics.write(to: &json)
            screen.print(json)
        } else if !options.isQuiet, !isLoneProgram {
            let colours = screen.messages.traits.hasColours
            for line in EndSummary.lines(statistics, colours: colours) { screen.tell(line) }
        } else if isLoneProgram, let outcome = display.lastOutcome, !outcome.isItsOwn {
            screen.complain("\(options.program?.line.words.first ?? "the program"): \(Phrases.outcome(outcome)).")
        }
        if let path = options.reportPath {
            try ReportCommand.writePage(of: record, to: path)
            if !options.isQuiet { screen.tell("The report is in \(path).") }
        }
        return exitCode(display, stop)
    }

    private func exitCode(_ display: RunDisplay, _ stop: RunStop?) -> Int32 {
        if case .signal = stop { return ExitCode.interrupted }
        let counts = display.summary.counts
        if isLoneProgram, let outcome = display.lastOutcome { return code(of: outcome) }
        return counts[.succeeded] == counts.total ? ExitCode.succeeded : ExitCode.failed
    }

    /// A lone program's own code, in a shell's manner: 128 and the signal, 127 not found, 126 not executable.
    private func code(of outcome: Outcome) -> Int32 {
        switch outcome {
        case .succeeded: return ExitCode.succeeded
        case .exited(let code): return Int32(truncatingIfNeeded: code)
        case .signalled(let signal): return 128 + Int32(truncatingIfNeeded: signal)
        case .startFailed(let failure):
            guard failure.step == .execute else { return ExitCode.failed }
            return failure.errorNumber == 2 ? 127 : 126
        case .outOfMemory, .wallTimeExceeded, .lost, .cancelled, .interrupted: return ExitCode.failed
        }
    }
}

extension Outcome {
    /// Whether the program itself chose to end, and so has said what there is to say.
    fileprivate var isItsOwn: Bool {
        switch self {
        case .succeeded, .exited, .signalled, .interrupted: true
        case .startFailed, .outOfMemory, .wallTimeExceeded, .lost, .cancelled: false
        }
    }
}
