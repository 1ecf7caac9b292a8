internal import Dialects
package import Model

/// What running some jobs on some nodes would mean, before anything is run.
package struct JobsOutline: Sendable, Hashable {
    package var jobs: [JobOutline]
    package var taskCount: Int
    /// How many jobs in a row the longest chain of dependencies has.
    package var levelCount: Int
    package var nodes: [Node]

    package struct JobOutline: Sendable, Hashable {
        package var job: Job
        /// From 1.
        package var level: Int
        package var taskCount: Int
        /// How many of its tasks fit the nodes at once, were they empty and each as narrow as it may be.
        package var atOnce: Int
        /// What its first tasks would run.
        package var commandLines: [CommandLine]
    }

    package struct CommandLine: Sendable, Hashable {
        /// None for a job without iterations.
        package var iteration: Int?
        package var text: String
    }

    /// - Parameter lines: how many command lines of each job are rendered.
    /// - Parameter directory: the folder of the run.
    package init(_ jobs: [Job], on nodes: [Node], lines: Int, directory: String) {
        let levels = JobLevels.levels(of: jobs)
        self.jobs = zip(jobs, levels).map { job, level in
            JobOutline(
                job: job, level: level + 1, taskCount: job.iterations.count,
                atOnce: min(job.iterations.count, Self.capacity(of: nodes, for: job.request)),
                commandLines: Self.commandLines(of: job, on: nodes, count: lines, directory))
        }
        taskCount = self.jobs.reduce(0) { $0 + $1.taskCount }
        levelCount = self.jobs.map(\.level).max() ?? 0
        self.nodes = nodes
    }

    private static func capacity(of nodes: [Node], for request: Request) -> Int {
        let each = nodes.map { node in
            var counts = [request.takesWholeNode ? 1 : times(Int64(node.cores.count) * 1000, request.leastWidth)]
            counts.append(times(node.memory.count, request.memory.count))
            counts.append(times(Int64(node.gpus.count) * 1000, request.gpus.thousandths))
            for asked in request.named {
                let there = node.named.first { $0.name == asked.name }?.amount ?? .zero
                counts.append(times(there.thousandths, asked.amount.thousandths))
            }
            return counts.min() ?? 0
        }
        return each.reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 } / request.nodes.lowerBound
    }

    private static func times(_ there: Int64, _ asked: Int64) -> Int { asked > 0 ? Int(there / asked) : .max }

    private static func commandLines(
        of job: Job, on nodes: [Node], count: Int, _ directory: String
    ) -> [CommandLine] {
        job.iterations.indices.prefix(count).map { iteration in
            let context = RenderingContext(
                iterations: job.iterations, iteration: iteration, cores: job.request.cores.lowerBound,
                nodes: nodes.prefix(job.request.nodes.lowerBound).map(\.name), rootDirectory: directory)
            return CommandLine(
                iteration: job.iterations.isIterated ? iteration : nil,
                text: CommandLineText.text(of: job.command, in: context))
        }
    }
}

extension Request {
    /// Thousandths of cores on one node.
    fileprivate var leastWidth: Int64 { cores.lowerBound.thousandths }
}
