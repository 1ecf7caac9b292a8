import Model

/// The jobs that the core is measured with.
enum Workload {
    static func iterations(_ count: Int) -> [Job] {
        var job = Job(name: "tasks", command: Command(action: .program("true", arguments: [])))
        job.iterations = Iterations(range: 0..<count)
        return [job]
    }

    /// Layers of 100 jobs; each waits for three of the layer before it.
    static func layers(_ count: Int) -> [Job] {
        let width = 100
        return (0..<count).map { number in
            var job = Job(name: "job\(number)", command: Command(action: .program("true", arguments: [])))
            let layer = number / width
            guard layer > 0 else { return job }
            job.dependencies = [0, 1, 37].map { shift in
                Dependency(job: "job\((layer - 1) * width + (number + shift) % width)")
            }
            return job
        }
    }
}
