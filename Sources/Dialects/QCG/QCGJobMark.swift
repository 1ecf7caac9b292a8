package import Model

/// How a job that came by a QCG file is known later, so that its tasks find the variables they expect.
package enum QCGJobMark {
    static let field = Job.MetadataField(name: "dialect", value: "\"qcg\"")

    package static func isOn(_ job: Job) -> Bool { job.metadata.contains(field) }
}
