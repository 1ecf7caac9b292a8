package import Model

/// One request of an old client or executor, read from a line of JSON.
package struct QCGRequest: Sendable, Hashable {
    /// Whose spelling the reply has.
    package var dialect: QCGDialect
    package var action: Action

    package enum Action: Sendable, Hashable {
        /// All of them are sound; whether they fit and are new is for whoever takes them.
        case submit([Job])
        /// State alone, of each in this order.
        case status([QCGTaskName])
        case information([QCGTaskName], withIterations: Bool)
        case list
        case cancel([QCGTaskName])
        case remove([QCGTaskName])
        case resources
        /// Counts and the service's own particulars.
        case systemStatus
        case allJobsFinished
        case finish
        case finishAfterAllTasks
        /// Where changes are published.
        case eventAddress
        case listExecutors
        case register(QCGExecutor)
        /// The executor's name.
        case heartbeat(String)
        /// The executor's name, and the cores it wants work for; none: all that it has.
        case takeIterations(String, cores: Int?)
        case iterationsEnded(String, [QCGIterationReport])
    }

    package init(dialect: QCGDialect, action: Action) {
        self.dialect = dialect
        self.action = action
    }

    /// - Parameter endpoint: the family that the socket serves, for a request that names neither.
    /// - Parameter context: moved on by a submission, so that the next one draws other names.
    package static func read(
        _ bytes: [UInt8], endpoint: QCGDialect, context: inout SubmissionContext
    ) throws(QCGRequestProblem) -> QCGRequest {
        var reader = QCGRequestReader(endpoint: endpoint, context: context)
        let request = try reader.read(bytes)
        context = reader.context
        return request
    }
}
