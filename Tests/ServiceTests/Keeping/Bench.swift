import Ledger
import Model
import Posix
import Testing

@testable import Service

/// A folder in which runs are begun, ended and gone on with.
///
/// A killed process can't remove its folder, so whoever starts such a process makes the bench and hands on its path.
struct Bench {
    let folder: String

    static func make() throws -> Bench { Bench(folder: try FileSystem.makeTemporaryDirectory("rota-service")) }

    func remove() { try? FileSystem.removeTree(folder) }

    var state: String { "\(folder)/.rota" }
    var run: RunFolder { RunFolder(path: "\(state)/runs/1", number: 1) }

    func order(_ jobs: [Job] = [], cores: Int = 2) -> RunOrder {
        let node = Node(
            identifier: NodeIdentifier(0), name: "here", cores: Array(0..<cores), memory: .gibibytes(1))
        var unbound = node
        unbound.isBindable = false
        var order = RunOrder(directory: folder, arguments: ["run"], version: "0", jobs: jobs, nodes: [unbound])
        order.statePath = state
        return order
    }

    /// A job that runs shell text; `$ROTA_ITERATION` is its iteration.
    func job(_ name: String, _ text: String, _ iterations: Range<Int>? = nil) -> Job {
        var job = Job(
            name: name, command: Command(action: .program("sh", arguments: ["-c", Template(text)])))
        if let iterations { job.iterations = Iterations(range: iterations) }
        job.grace = .milliseconds(100)
        return job
    }

    func goOn(_ number: Int? = nil, _ order: RunOrder? = nil) throws -> RunSession {
        let replay = try RunReplay.open(number, statePath: state, directory: folder) { _ in }
        return try RunSession.goOn(with: replay, order ?? self.order())
    }

    func facts() throws -> [Fact] { try frames().flatMap(\.facts) }

    func frames() throws -> [LedgerFrame] {
        let reader = run.reader()
        var frames: [LedgerFrame] = []
        while let frame = try reader.next() { frames.append(frame) }
        return frames
    }

    func lines(of name: String) -> [String] {
        let bytes = (try? FileSystem.content(of: "\(folder)/\(name)")) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    func write(_ text: String, to name: String) throws {
        try FileSystem.replace("\(folder)/\(name)", with: Array(text.utf8))
    }

    /// Writes a record as a run would have, without running anything.
    func record(_ facts: [Fact], perCommit: Int = .max) throws {
        if !FileSystem.exists(run.path) { _ = try StateFolder(path: state).makeRun() }
        let reader = run.reader()
        while try reader.next() != nil {}
        let writer = try LedgerWriter(folder: run.path, token: 7, nextSequence: reader.nextSequence)
        for (position, fact) in facts.enumerated() {
            writer.append(fact)
            if (position + 1) % perCommit == 0 { try writer.commit() }
        }
        try writer.commit()
    }

    /// Changes a byte in the middle of a frame.
    func harm(_ frame: LedgerFrame) throws {
        let path = SegmentFiles.path(frame.segment, in: run.path)
        var bytes = try FileSystem.content(of: path)
        bytes[Int((frame.bytes.lowerBound + frame.bytes.upperBound) / 2)] ^= 0x10
        try FileSystem.replace(path, with: bytes)
    }
}

/// Hears what a run shows, and does something about it.
final class Listener: RunObserver {
    private(set) var facts: [Fact] = []
    private let react: (Fact) -> Void

    init(_ react: @escaping (Fact) -> Void = { _ in }) { self.react = react }

    func recorded(_ facts: [Fact], at now: Instant) {
        self.facts += facts
        facts.forEach(react)
    }

    var followsOutput: Bool { false }
    func printed(_ bytes: [UInt8], _ stream: OutputStreamName, by attempt: AttemptIdentifier) {}
    func tick(_ progress: RunProgress, at now: Instant) {}
    func troubled(_ sentence: String) {}
}

extension [Fact] {
    /// The tasks' attempts' ends, by iteration.
    func outcomes(of job: Int = 0) -> [Int: [Outcome]] {
        var tasks: [AttemptIdentifier: TaskIdentifier] = [:]
        var outcomes: [Int: [Outcome]] = [:]
        for fact in self {
            switch fact {
            case .attemptsHandedOver(let handOver):
                var attempt = handOver.firstAttempt
                for range in handOver.tasks {
                    for iteration in range.iterations {
                        tasks[attempt] = TaskIdentifier(job: range.job, iteration: iteration)
                        attempt.number += 1
                    }
                }
            case .attemptEnded(let end):
                guard let task = tasks[end.attempt], task.job.number == job else { continue }
                outcomes[task.iteration, default: []].append(end.outcome)
            default: break
            }
        }
        return outcomes
    }

    var closings: [RunEnd] {
        compactMap { fact in
            if case .runClosed(let end, _) = fact { end } else { nil }
        }
    }
}
