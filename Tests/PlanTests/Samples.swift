import Model

/// Short ways to say what most tests need.
enum Samples {
    static func node(_ number: Int = 0, cores: Int, memory: Bytes = .gibibytes(8)) -> Node {
        Node(identifier: NodeIdentifier(number), name: "n\(number)", cores: Array(0..<cores), memory: memory)
    }

    static func job(_ name: String, _ iterations: Range<Int>? = nil, cores: Int = 1, after: [String] = []) -> Job {
        var job = Job(name: name, command: Command(action: .program("true", arguments: [])))
        if let iterations { job.iterations = Iterations(range: iterations) }
        job.request = Request(cores: Cores(cores))
        job.dependencies = after.map { Dependency(job: $0) }
        return job
    }

    static func task(_ job: Int, _ iteration: Int = 0) -> TaskIdentifier {
        TaskIdentifier(job: JobIdentifier(job), iteration: iteration)
    }
}
