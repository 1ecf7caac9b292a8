import Executor
import Launch
import Model
import Posix
import Testing

/// An executor with a real launcher and a folder of its own; every wait is for a fact, at most a minute long.
final class Workbench {
    let folder: Workfolder
    let executor: Executor
    private(set) var facts: [Fact] = []
    private(set) var live: [AttemptIdentifier: [UInt8]] = [:]
    private var jobs: [Job] = []

    init(
        environment: [String: String] = [:], followsOutput: Bool = false,
        change: (inout Executor.Configuration) -> Void = { _ in }
    ) throws {
        folder = try Workfolder()
        // Modules and virtual environments begin with a login shell: the user's own shall decide nothing here.
        let inherited = Environment.entries().filter { !$0.starts(with: "HOME=".utf8) }
        let environment = environment.merging(["HOME": folder.path]) { given, _ in given }
        let added = environment.sorted { $0.key < $1.key }.map { Array("\($0.key)=\($0.value)".utf8) }
        var configuration = Executor.Configuration(
            folder: folder.path, directory: folder.path, token: 0x7e57, launcherPath: try Launcher.executablePath(),
            environment: inherited + added, followsOutput: followsOutput)
        change(&configuration)
        executor = try Executor(configuration)
        // Two virtual cores, so that nothing is bound.
        var node = Node(identifier: NodeIdentifier(0), name: "here", cores: [0, 1], memory: .gibibytes(1))
        node.isBindable = false
        executor.add(node)
    }

    deinit { executor.close() }

    /// Hands a script over for so many attempts in a chain; `$ROTA_ITERATION` counts them.
    func start(
        _ first: Int, _ script: String, count: Int = 1, after: Int? = nil, at placement: Placement? = nil,
        change: (inout Job) -> Void = { _ in }
    ) {
        var job = Job(
            name: "job-\(jobs.count)", command: Command(action: .program("sh", arguments: ["-c", Template(script)])))
        job.iterations = Iterations(range: 0..<count)
        change(&job)
        jobs.append(job)
        let own = Placement.Part(node: NodeIdentifier(0), cores: [Placement.CoreShare(position: first % 2)])
        let place = placement ?? Placement(parts: [own])
        perform(
            .start(
                HandOver(
                    firstAttempt: AttemptIdentifier(first), placement: place, after: after.map(AttemptIdentifier.init),
                    tasks: [TaskRange(job: JobIdentifier(jobs.count - 1), iterations: 0..<count)], at: .zero)))
    }

    func perform(_ order: Order) {
        executor.perform(order) { jobs[$0.number] }
        #expect(executor.send().isEmpty)
    }

    /// Waits for a fact, be it new or one that came earlier.
    func wait<Found>(for find: (Fact) -> Found?) throws -> Found {
        try eventually { self.facts.lazy.compactMap(find).first }
    }

    func end(of attempt: Int) throws -> AttemptEnd {
        try wait { fact in
            if case .attemptEnded(let end) = fact, end.attempt.number == attempt { end } else { nil }
        }
    }

    func waitForStart(of attempt: Int) throws {
        try wait { fact in
            if case .attemptStarted(let started, _) = fact, started.number == attempt { () } else { nil }
        }
    }

    func output(of end: AttemptEnd, _ stream: OutputStore.Stream = .output) throws -> String {
        String(decoding: try OutputReader(folder: folder.path).read(stream, of: end), as: UTF8.self)
    }

    /// Waits for a number that a task writes into a file, as a whole line.
    func number(in name: String) throws -> Int32 {
        try eventually {
            guard let bytes = try? self.folder.content(of: name), bytes.last == UInt8(ascii: "\n") else { return nil }
            return Int32(String(decoding: bytes.dropLast(), as: UTF8.self))
        }
    }

    func eventually<Answer>(_ question: () throws -> Answer?) throws -> Answer {
        let deadline = Clock.monotonicNanoseconds() + 60_000_000_000
        while true {
            if let answer = try question() { return answer }
            try #require(Clock.monotonicNanoseconds() < deadline, "not within a minute; there is: \(facts)")
            _ = try Readiness.wait(for: executor.eventDescriptors.map { ($0, .readable) }, nanoseconds: 10_000_000)
            facts += try executor.collect(at: .zero)
            executor.readLiveOutput { attempt, _, bytes in live[attempt, default: []] += bytes }
        }
    }
}
