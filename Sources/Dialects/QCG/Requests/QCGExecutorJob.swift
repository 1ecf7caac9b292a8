package import Model

/// A job as an executor of the old program can run it on what it was given.
///
/// That program counts every job from 0, knows no values, takes as many cores of a range as it finds, and fails
/// whatever names a wall time, devices, modules or a virtual environment. Here the same is said in its words.
package struct QCGExecutorJob: Sendable {
    package let job: Job
    /// Its number in `job`, which may be a job of this iteration alone.
    package let iteration: Int

    /// What the executor calls an iteration when it reports it.
    package struct Name: Sendable, Hashable {
        package var job: String
        /// From 0.
        package var offset: Int

        package init(job: String, offset: Int) {
            self.job = job
            self.offset = offset
        }
    }

    /// - Parameter directory: where relative folders begin.
    /// - Parameter devices: the names of those that were given.
    package init(_ job: Job, iteration: Int, placement: Placement, devices: [String], directory: String) {
        let goesAlone = Self.goesAlone(job)
        var rewritten = job
        let context = RenderingContext(
            iterations: job.iterations, iteration: iteration, rootDirectory: directory)
        let words = QCGExecutorWords(context: context, rendersNumbers: goesAlone)
        rewritten.command = words.command(of: job, devices: devices)
        if goesAlone {
            rewritten.name = Self.name(of: job, iteration: iteration).job
            rewritten.iterations = .single
        }
        let width = placement.parts.map(\.width.touched).min() ?? 1
        rewritten.request = Request(cores: Cores(width))
        rewritten.request.nodes = placement.parts.count...placement.parts.count
        self.job = rewritten
        self.iteration = goesAlone ? 0 : iteration
    }

    package static func name(of job: Job, iteration: Int) -> Name {
        guard goesAlone(job) else {
            return Name(job: job.name, offset: iteration - job.iterations.indices.lowerBound)
        }
        let name = job.iterations.isIterated ? "\(job.name):\(iteration)" : job.name
        return Name(job: name, offset: 0)
    }

    /// Whether its iterations are not numbered as the executor would number them, and so are sent one by one.
    private static func goesAlone(_ job: Job) -> Bool {
        let holes = job.command.templates.flatMap(\.pieces).filter(\.isNumbered)
        guard job.iterations.isIterated else { return !holes.isEmpty }
        guard job.iterations.columns.count == 1, case .range(let range) = job.iterations.columns[0].values else {
            return true
        }
        return range.lowerBound == 0 ? holes.contains { $0 != .hole(.iteration) } : !holes.isEmpty
    }
}

extension Command {
    fileprivate var templates: [Template] {
        var templates = environment.map(\.value)
        switch action {
        case .program(let program, let arguments): templates += [program] + arguments
        case .script(let script): templates.append(script)
        }
        return templates + [workingDirectory, standardInput, standardOutput, standardError].compactMap { $0 }
    }
}
