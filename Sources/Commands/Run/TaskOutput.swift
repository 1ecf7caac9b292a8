internal import Model
internal import Service

/// Passes on what tasks print: each task's in one piece as soon as its end is recorded, or line by line before.
struct TaskOutput {
    private let order: RunOptions.Output.Order
    private let isTagged: Bool
    private let iterations: Iterations
    private let reader: TaskOutputReader
    private var tasks: [AttemptIdentifier: TaskIdentifier] = [:]
    /// Ends that did not succeed, until it is known whether the task is tried again.
    private var undecided: [TaskIdentifier: AttemptEnd] = [:]
    /// Ends that wait for those of earlier iterations; none: the task ended without any.
    private var early: [Int: AttemptEnd?] = [:]
    private var next: Int
    private let job: JobIdentifier
    /// What has been passed on of attempts that still run.
    private var lines: [AttemptIdentifier: TaskLines] = [:]

    var isLineByLine: Bool { order == .lineByLine }

    /// - Parameter iterations: of the one job whose output is passed on.
    init(
        _ options: RunOptions.Output, job: JobIdentifier, iterations: Iterations, reader: TaskOutputReader
    ) {
        order = options.order
        isTagged = options.isTagged
        self.iterations = iterations
        self.reader = reader
        self.job = job
        next = iterations.indices.lowerBound
    }

    mutating func take(_ facts: [Fact], _ screen: Screen) {
        for fact in facts {
            switch fact {
            case .attemptsHandedOver(let handOver): take(handOver)
            case .attemptEnded(let end): take(end, screen)
            case .attemptsTakenBack(let first, let count, _):
                for number in first.number..<first.number + count { tasks[AttemptIdentifier(number)] = nil }
            case .taskReturned(let task, _, _): undecided[task] = nil
            case .taskFailed(let task, _): show(undecided.removeValue(forKey: task), of: task, screen)
            case .tasksSkipped(let range, _, _), .tasksCancelled(let range, _):
                guard range.job == job, order == .asTheyWereGiven else { continue }
                for iteration in range.iterations { early[iteration, default: nil] = nil }
            default: break
            }
        }
        screen.output.flush()
    }

    /// What a task printed just now.
    mutating func take(_ bytes: [UInt8], _ stream: OutputStreamName, of attempt: AttemptIdentifier, _ screen: Screen) {
        guard let task = tasks[attempt] else { return }
        let whole = lines[attempt, default: TaskLines()].take(bytes, stream)
        write(whole, stream, task.iteration, screen)
        screen.output.flush()
    }

    /// Whatever still waits for an earlier iteration that will not come.
    mutating func finish(_ screen: Screen) {
        for iteration in early.keys.sorted() { write(early[iteration] ?? nil, iteration, screen) }
        early.removeAll()
        screen.flush()
    }

    private mutating func take(_ handOver: HandOver) {
        var attempt = handOver.firstAttempt
        for range in handOver.tasks {
            for iteration in range.iterations {
                if range.job == job { tasks[attempt] = TaskIdentifier(job: job, iteration: iteration) }
                attempt.number += 1
            }
        }
    }

    private mutating func take(_ end: AttemptEnd, _ screen: Screen) {
        guard let task = tasks.removeValue(forKey: end.attempt) else { return }
        guard !isLineByLine else { return writeRest(of: end, task.iteration, screen) }
        switch end.outcome {
        case .succeeded, .cancelled: show(end, of: task, screen)
        default: undecided[task] = end
        }
    }

    private mutating func show(_ end: AttemptEnd?, of task: TaskIdentifier, _ screen: Screen) {
        guard order == .asTheyWereGiven else { return write(end, task.iteration, screen) }
        early[task.iteration] = .some(end)
        while let end = early.removeValue(forKey: next) {
            write(end, next, screen)
            next += 1
        }
    }

    private func write(_ end: AttemptEnd?, _ iteration: Int, _ screen: Screen) {
        guard let end, end.output != .silent else { return }
        let pieces = reader.read(end)
        write(pieces.output, .output, iteration, screen)
        write(pieces.error, .error, iteration, screen)
    }

    /// What was printed between the last look and the end, by every attempt, since nobody can take lines back.
    private mutating func writeRest(of end: AttemptEnd, _ iteration: Int, _ screen: Screen) {
        var shown = lines.removeValue(forKey: end.attempt) ?? TaskLines()
        guard end.output != .silent || !shown.isEmpty else { return }
        let pieces = reader.read(end)
        write(shown.finish(pieces.output, .output), .output, iteration, screen)
        write(shown.finish(pieces.error, .error), .error, iteration, screen)
    }

    private func write(_ bytes: [UInt8], _ stream: OutputStreamName, _ iteration: Int, _ screen: Screen) {
        let tagged = tagged(bytes, isTagged ? tag(of: iteration) : [])
        screen.write(bytes: tagged, to: stream == .output ? screen.output : screen.messages)
    }

    private func tag(of iteration: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        let context = RenderingContext(iterations: iterations, iteration: iteration)
        Template(pieces: [.hole(.value(.whole))]).render(into: &bytes, context)
        return bytes + [UInt8(ascii: "\t")]
    }

    private func tagged(_ bytes: [UInt8], _ tag: [UInt8]) -> [UInt8] {
        guard !tag.isEmpty, !bytes.isEmpty else { return bytes }
        var result: [UInt8] = []
        var isLineStart = true
        for byte in bytes {
            if isLineStart { result += tag }
            result.append(byte)
            isLineStart = byte == UInt8(ascii: "\n")
        }
        return result
    }
}
