import Model
import Posix
import Service

/// `rota logs -f`: goes on while tasks run, first with what their lanes print, then with what the record has.
final class LogsFollower {
    private let record: RunRecord
    private let options: LogsOptions
    private let screen: Screen
    /// By attempt and stream, how much of its lane's file has been shown, and from where.
    private var shown: [AttemptIdentifier: [OutputStreamName: Range<Int64>]] = [:]
    private var running: [AttemptIdentifier: RunningOutput] = [:]
    private var finished: Set<AttemptIdentifier> = []

    // 200 ms: soon enough for eyes, and five looks a second cost nothing.
    private static let pauseNanoseconds: Int64 = 200_000_000

    init(record: RunRecord, options: LogsOptions, screen: Screen) {
        self.record = record
        self.options = options
        self.screen = screen
    }

    /// Returns when none of the tasks runs or may still run, or when nobody reads any more.
    func follow(_ tasks: TaskRange) throws -> Int32 {
        guard var follower = record.follow() else { return ExitCode.succeeded }
        var ended: [EndedAttempt] = []
        func isMeant(_ task: TaskIdentifier) -> Bool {
            task.job == tasks.job && tasks.iterations.contains(task.iteration)
        }
        // What ended before has been shown already.
        try follower.advance { if isMeant($0.task) { finished.insert($0.end.attempt) } }
        while true {
            let history = follower.history
            for member in history.open.members() where isMeant(member.task) {
                try showRunning(member, history, isFirst: follower.endedInSession == 0)
            }
            for attempt in ended { try showRest(of: attempt, history) }
            screen.flush()
            let isOver = tasks.iterations.allSatisfy { iteration in
                history.state(of: TaskIdentifier(job: tasks.job, iteration: iteration))?.isFinal ?? true
            }
            if isOver || screen.output.isClosed || !follower.isGoing { return ExitCode.succeeded }
            _ = try Readiness.wait(for: [], nanoseconds: Self.pauseNanoseconds)
            ended = []
            try follower.advance { if isMeant($0.task) { ended.append($0) } }
        }
    }

    private var streams: [OutputStreamName] { options.streams }

    private func showRunning(_ member: OpenAttempts.Member, _ history: History, isFirst: Bool) throws {
        if running[member.attempt] == nil {
            guard let found = record.runningOutput(of: member.attempt, history.run?.token ?? 0) else { return }
            running[member.attempt] = found
            // Before it, other attempts may have printed into the same file; only the first ones' files are all theirs.
            for stream in streams {
                let start = isFirst ? 0 : found.size(stream)
                shown[member.attempt, default: [:]][stream] = start..<start
            }
        }
        guard let output = running[member.attempt] else { return }
        for stream in streams {
            let range = shown[member.attempt]?[stream] ?? 0..<0
            let bytes = try output.read(stream, from: range.upperBound)
            guard !bytes.isEmpty else { continue }
            shown[member.attempt]?[stream] = range.lowerBound..<(range.upperBound + Int64(bytes.count))
            write(bytes[...], stream, member.task, history)
        }
    }

    /// What it printed between the last look and its end; the end of its output is what is missing.
    private func showRest(of attempt: EndedAttempt, _ history: History) throws {
        guard finished.insert(attempt.end.attempt).inserted else { return }
        for stream in streams {
            let bytes = try record.output(of: attempt.end, stream)
            let range = shown[attempt.end.attempt]?[stream]
            let start = range?.lowerBound == 0 ? min(bytes.count, Int(range?.count ?? 0)) : range == nil ? 0 : nil
            if let start {
                write(bytes[start...], stream, attempt.task, history)
            } else if let output = running[attempt.end.attempt], let range {
                write(try output.read(stream, from: range.upperBound)[...], stream, attempt.task, history)
            }
        }
        running[attempt.end.attempt] = nil
        shown[attempt.end.attempt] = nil
    }

    private func write(
        _ bytes: ArraySlice<UInt8>, _ stream: OutputStreamName, _ task: TaskIdentifier, _ history: History
    ) {
        guard !bytes.isEmpty else { return }
        let tag = options.isTagged ? Phrases.task(task, in: history) : nil
        LogLines.write(bytes, from: stream, tag: tag, alone: streams.count == 1, screen)
    }
}
