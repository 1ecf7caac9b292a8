import Dialects
import Model
import Posix
import Service
import Web

/// `rota logs` of a service: what tasks have printed, wherever they ran.
final class ServiceLogs {
    private let source: ServiceSource
    private let options: LogsOptions
    private let screen: Screen
    /// By attempt and stream, how much has been shown.
    private var shown: [Printed: Int64] = [:]
    private var hasPrinted = false

    private struct Printed: Hashable {
        var task: String
        var attempt: Int
        var stream: OutputStreamName
    }

    // 8 MiB: what is taken at once of one output.
    private static let pieceLimit = 8 << 20
    // 100: more running tasks than anybody follows at once.
    private static let followLimit = 100
    // 300 ms: soon enough for eyes.
    private static let pauseNanoseconds: Int64 = 300_000_000

    init(_ source: ServiceSource, _ options: LogsOptions, _ screen: Screen) {
        self.source = source
        self.options = options
        self.screen = screen
    }

    func show(_ selectors: [TaskSelector]) throws -> Int32 {
        if options.isJSON {
            var json = JSONText()
            try json.array { json in
                for selector in selectors { try each(selector) { try write($0, to: &json) } }
            }
            screen.print(json)
            return ExitCode.succeeded
        }
        for selector in selectors { try each(selector) { try show($0) } }
        guard options.follows, let selector = selectors.first else {
            if !hasPrinted { screen.tell("rota: \(selectors.first?.description ?? "that") has printed nothing yet.") }
            return ExitCode.succeeded
        }
        try follow(selector)
        return ExitCode.succeeded
    }

    private func each(_ selector: TaskSelector, _ body: (TaskView) throws -> Void) throws {
        var after: Int?
        repeat {
            let page = try source.tasks(selector, in: options.chosen.selection.state, after: after, limit: 1000)
            for task in page.elements { try body(task) }
            after = page.next
        } while after != nil && !screen.output.isClosed
    }

    /// The number of the attempt that is meant; none when there is none yet.
    private func attempt(of task: TaskView) -> Int? {
        let count = task.attempts.count + (task.running.isEmpty ? 0 : 1)
        guard let wanted = options.attempt else { return count > 0 ? count : nil }
        return wanted <= count ? wanted : nil
    }

    private func show(_ task: TaskView) throws {
        guard let attempt = attempt(of: task) else { return }
        for stream in options.streams {
            let place = Printed(task: task.task, attempt: attempt, stream: stream)
            var bytes = try rest(of: task, attempt, stream, from: shown[place] ?? 0)
            shown[place, default: 0] += Int64(bytes.count)
            if let tail = options.tail, !options.follows { bytes = Array(LogLines.last(tail, of: bytes)) }
            guard !bytes.isEmpty else { continue }
            hasPrinted = true
            let tag = options.isTagged ? task.task : nil
            LogLines.write(bytes[...], from: stream, tag: tag, alone: options.streams.count == 1, screen)
        }
        screen.flush()
    }

    /// Everything from there on.
    private func rest(
        of task: TaskView, _ attempt: Int, _ stream: OutputStreamName, from start: Int64
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let response = try source.client.bytes(
                ["jobs", task.job, "tasks", "\(task.iteration)", "output"],
                [
                    "stream": stream == .output ? "stdout" : "stderr", "attempt": "\(attempt)",
                    "offset": "\(start + Int64(bytes.count))", "count": "\(Self.pieceLimit)",
                ])
            bytes += response.body
            guard response.body.count == Self.pieceLimit else { return bytes }
        }
    }

    /// Until none of them runs or may still run.
    private func follow(_ selector: TaskSelector) throws {
        var open: [String: TaskView] = [:]
        while !screen.output.isClosed {
            var isOver = true
            for state in [TaskState.running, .starting, .paused, .ready, .waiting] {
                let page = try source.tasks(selector, in: state, after: nil, limit: Self.followLimit)
                if !page.elements.isEmpty { isOver = false }
                guard state == .running || state == .starting else { continue }
                for task in page.elements { open[task.task] = task }
            }
            for (name, task) in open.sorted(by: { $0.key < $1.key }) {
                let selector = TaskSelector.tasks(job: task.job, iterations: task.iteration...task.iteration)
                guard let now = try source.tasks(selector, in: nil, after: nil, limit: 1).elements.first else {
                    continue
                }
                try show(now)
                if now.state.isFinal { open[name] = nil }
            }
            if isOver, open.isEmpty { return }
            _ = try Readiness.wait(for: [], nanoseconds: Self.pauseNanoseconds)
        }
    }

    private func write(_ task: TaskView, to json: inout JSONText) throws {
        guard let attempt = attempt(of: task) else { return }
        let end = attempt <= task.attempts.count ? task.attempts[attempt - 1].end : ""
        var entry = LogEntry(task: task.task, attempt: attempt, end: end)
        for stream in options.streams { entry.outputs.append((stream, try rest(of: task, attempt, stream, from: 0))) }
        entry.write(tail: options.tail, to: &json)
    }
}
