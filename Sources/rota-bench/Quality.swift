import Dialects
import Model
import Posix
import Rehearsal

/// How long people wait under policies, on one workload in virtual time.
struct Quality {
    private let arrivals: [WorkloadRehearsal.Arrival]
    private let cores: Int

    // 3,000 jobs on 256 cores at nine tenths of what they can do: lines of hundreds, and gone again.
    private static let count = 3000
    private static let cores = 256
    private static let load = 0.9
    private static let users = 40

    /// - Parameter words: what is played: `sittings SEED`, `mixture SEED` or `trace FILE CORES`.
    /// - Returns: none when they name no workload.
    init?(_ words: [String]) throws {
        guard words.count >= 2 else { return nil }
        switch words[0] {
        case "sittings":
            guard let seed = UInt64(words[1]) else { return nil }
            cores = Self.cores
            arrivals = Sittings(users: Self.users, load: Self.load).arrivals(Self.count, cores: cores, seed: seed)
        case "mixture":
            guard let seed = UInt64(words[1]) else { return nil }
            cores = Self.cores
            arrivals = Self.mixture.arrivals(Self.count, atMost: cores, seed: seed)
        case "trace":
            guard words.count >= 3, let cores = Int(words[2]) else { return nil }
            self.cores = cores
            let trace = try Self.trace(words[1])
            arrivals = trace.jobs.enumerated().map { Self.arrival($0, of: $1) }
        default: return nil
        }
    }

    /// Ten kinds of job, each of users of its own, from half a minute to days; users ask for up to fifty times what
    /// they need.
    private static var mixture: WorkloadDescription {
        var kinds: [JobKind] = []
        var area = 0.0
        var shortest = 30.0
        for number in 0..<10 {
            let width = Double(1 << (number * 3 % 7))
            var kind = JobKind("kind-\(number)", cores: .constant(width), runTime: .logUniform(shortest...4 * shortest))
            kind.users = (0..<4).map { "user-\(number)-\($0)" }
            kind.estimate = .logUniform(1...50)
            // The longer, the rarer.
            kind.weight = 1 / shortest.squareRoot()
            kinds.append(kind)
            // The mean of a log-uniform distribution between one and four: 3 over the logarithm of 4.
            area += kind.weight * width * shortest * 2.164
            shortest *= 2.2
        }
        let weight = kinds.reduce(0) { $0 + $1.weight }
        return WorkloadDescription(gaps: .exponential(mean: area / weight / (Double(cores) * load)), kinds: kinds)
    }

    private static func arrival(_ number: Int, of traced: TracedJob) -> WorkloadRehearsal.Arrival {
        var job = Job(name: "\(number)", command: Command(action: .script("")))
        job.request = Request(cores: Cores(traced.processors))
        job.request.wallTime = traced.estimate
        job.user = traced.user
        job.kind = traced.kind
        return WorkloadRehearsal.Arrival(job: job, at: traced.arrivesAt, runTime: traced.runTime)
    }

    /// - Parameter path: of a workload trace that is not compressed.
    private static func trace(_ path: String) throws -> WorkloadTrace {
        var trace = WorkloadTrace()
        let file = try FileDescriptor.open(path, .read)
        defer { file.close() }
        let text = String(decoding: try file.readToEnd(), as: UTF8.self)
        for line in text.split(separator: "\n") { trace.take(line) }
        trace.finish()
        return trace
    }

    /// One JSON object.
    func line(_ name: String) throws -> String {
        let node = Node(
            identifier: NodeIdentifier(0), name: "n0", cores: Array(0..<cores), memory: .gibibytes(1 << 20))
        var rehearsal = try WorkloadRehearsal(arrivals, on: [node], policy: try PolicyName.read(name))
        // A pass for each arrival and each end, and one to spare.
        let isOver = rehearsal.play(atMost: arrivals.count * 3 + 1)
        precondition(isOver, "every job has ended")
        let score = rehearsal.score
        return """
            {"policy": "\(name)", "slowdown": \(score.meanSlowdown), "meanWait": \(score.meanWait), \
            "longestWait": \(score.longestWait), "utilisation": \(score.utilisation)}
            """
    }
}
