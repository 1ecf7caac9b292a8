package import Model

/// One line of QCG's `jobs.report`: an iteration that ended, or a job all of whose iterations have.
package struct QCGReportEntry: Sendable {
    package var job: Job
    /// None: the line is about the whole job.
    package var iteration: Int?
    package var state: QCGState
    /// In the order they happened.
    package var history: [(state: QCGState, at: Instant)]
    package var runtime: Runtime?
    /// What went wrong; empty when nothing did.
    package var messages: String

    /// What is known of the attempt that ended it.
    package struct Runtime: Sendable, Hashable {
        package var allocation: QCGAllocation
        package var workingDirectory: String
        /// None while it runs.
        package var time: Duration?
        /// None when no process ended by itself.
        package var exitCode: Int?
        package var processIdentifier: Int
        package var processName: String

        package init(
            allocation: QCGAllocation, workingDirectory: String, time: Duration?, exitCode: Int?,
            processIdentifier: Int, processName: String
        ) {
            self.allocation = allocation
            self.workingDirectory = workingDirectory
            self.time = time
            self.exitCode = exitCode
            self.processIdentifier = processIdentifier
            self.processName = processName
        }
    }

    package init(
        job: Job, iteration: Int?, state: QCGState, history: [(state: QCGState, at: Instant)], runtime: Runtime? = nil,
        messages: String = ""
    ) {
        self.job = job
        self.iteration = iteration
        self.state = state
        self.history = history
        self.runtime = runtime
        self.messages = messages
    }

    /// `mesh:3`, `mesh`
    var name: String { iteration.map { "\(job.name):\($0)" } ?? job.name }
}
