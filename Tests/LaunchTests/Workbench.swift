import Launch
import Model
import Posix
import Testing

/// A launcher with a folder of its own, and patience: every wait is for an event, at most a minute long.
final class Workbench {
    let folder: String
    let launcher: Launcher
    private(set) var events: [LaunchEvent] = []
    private var isClosed = false

    /// - Parameter prelude: shell lines before the launcher is started; it then runs through a script.
    /// - Parameter asNobody: whether the launcher gives up root's rights; the folder is everybody's then.
    init(prelude: String? = nil, asNobody: Bool = false, isForeground: Bool = false) throws {
        folder = try FileSystem.makeTemporaryDirectory("launch")
        var executable = try Launcher.executablePath()
        if prelude != nil || asNobody {
            // A copy, since not everybody may enter the folder we were built in.
            try FileSystem.replace("\(folder)/rota-launcher", with: FileSystem.content(of: executable), mode: 0o755)
            let rights = asNobody ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""
            let script = """
                #!/bin/sh
                chmod 777 '\(folder)'
                chmod 755 '\(folder)/rota-launcher'
                \(prelude ?? "")
                exec \(rights) '\(folder)/rota-launcher' "$@"
                """
            executable = "\(folder)/start"
            try FileSystem.replace(executable, with: Array(script.utf8), mode: 0o755)
        }
        launcher = try Launcher(
            executable: executable, outputFolder: folder, environment: Environment.entries(),
            isForeground: isForeground)
    }

    deinit {
        close()
        try? FileSystem.removeTree(folder)
    }

    func close() {
        if !isClosed { launcher.close() }
        isClosed = true
    }

    /// A shell script as an attempt, in the workbench's folder.
    func request(_ attempt: Int, _ script: String) -> LaunchRequest {
        request(attempt, ["/bin/sh", "-c", script])
    }

    func request(_ attempt: Int, _ arguments: [String]) -> LaunchRequest {
        var request = LaunchRequest(attempt: AttemptIdentifier(attempt), arguments: Texts(arguments))
        request.workingDirectory = folder
        return request
    }

    /// Starts attempts in one go.
    func start(_ requests: LaunchRequest..., on lane: Int = 0) throws {
        for request in requests { try launcher.start(request, on: lane) }
        #expect(launcher.flush().isEmpty)
    }

    /// Starts one attempt and waits for its end.
    func run(_ request: LaunchRequest, on lane: Int = 0) throws -> LaunchEnd {
        try start(request, on: lane)
        return try end(of: request.attempt.number)
    }

    func run(_ script: String) throws -> LaunchEnd { try run(request(events.count + 1000, script)) }

    func end(of attempt: Int) throws -> LaunchEnd {
        try wait { event in
            if case .ended(let end) = event, end.attempt.number == attempt { end } else { nil }
        }
    }

    func process(of attempt: Int) throws -> Int32 {
        try wait { event in
            if case .started(let started, _, let process, _) = event, started.number == attempt {
                Int32(process)
            } else {
                nil
            }
        }
    }

    /// Asks for an adjustment and waits for the answer: 0, or an error number.
    func adjust(
        _ attempt: Int, number: Int, processors: [Int] = [], isPaused: Bool = false, on lane: Int = 0
    ) throws -> Int {
        launcher.adjust(
            AttemptIdentifier(attempt), on: lane, number: number, processors: processors, isPaused: isPaused)
        #expect(launcher.flush().isEmpty)
        return try answer(of: attempt, number: number)
    }

    func answer(of attempt: Int, number: Int) throws -> Int {
        try wait { event in
            if case .adjusted(let its, let answered, let error, _) = event, its.number == attempt, answered == number {
                error
            } else {
                nil
            }
        }
    }

    /// Waits for an event, be it new or one that came earlier.
    func wait<Found>(for find: (LaunchEvent) -> Found?) throws -> Found {
        var seen = 0
        let deadline = Clock.monotonicNanoseconds() + 60_000_000_000
        while true {
            while seen < events.count {
                if let found = find(events[seen]) { return found }
                seen += 1
            }
            _ = try Readiness.wait(for: [(launcher.eventDescriptor, .readable)], nanoseconds: 100_000_000)
            try launcher.readEvents(into: &events)
            try #require(Clock.monotonicNanoseconds() < deadline, "no such event came within a minute: \(events)")
        }
    }

    /// The process of a lane, by one of its attempts that is still there or by the launcher's children.
    func lane(of end: LaunchEnd) -> Int32? {
        let lanes = ProcessTree.children(of: launcher.process)
        return lanes.count == 1 ? lanes[0] : nil
    }

    /// What an attempt printed, as its end says.
    func output(of end: LaunchEnd, isError: Bool = false) throws -> String {
        let range = isError ? end.standardError : end.standardOutput
        let name = range.fileName(lane: end.lane, isError: isError)
        let file = try FileDescriptor.open("\(folder)/\(name)", .read)
        defer { file.close() }
        return String(decoding: try file.read(at: range.offset, count: Int(range.count)), as: UTF8.self)
    }

    /// Waits for a file with so many whole lines and answers the numbers in them.
    func numbers(in name: String, lines: Int) throws -> [Int32] {
        try eventually("\(name) has \(lines) lines") {
            guard let bytes = try? FileSystem.content(of: "\(folder)/\(name)"), bytes.last == UInt8(ascii: "\n")
            else { return nil }
            let numbers = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
                .compactMap { Int32($0) }
            return numbers.count >= lines ? numbers : nil
        }
    }
}

/// Repeats a question until it has an answer, at most a minute long.
func eventually<Answer>(_ claim: String, _ question: () throws -> Answer?) throws -> Answer {
    let deadline = Clock.monotonicNanoseconds() + 60_000_000_000
    while true {
        if let answer = try question() { return answer }
        try #require(Clock.monotonicNanoseconds() < deadline, "not within a minute: \(claim)")
        _ = try Readiness.wait(for: [], nanoseconds: 2_000_000)
    }
}

/// Waits until none of the processes runs any more.
func expectGone(_ processes: [ProcessIdentity]) throws {
    try eventually("all of \(processes) are gone") { processes.contains { $0.isAlive } ? nil : () }
}
