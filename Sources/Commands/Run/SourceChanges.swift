internal import Dialects
internal import Model
internal import Posix
internal import Service

/// What a resumed run's job files say now, against what its record has.
struct SourceChanges {
    /// Jobs the record does not have.
    private(set) var jobs: [Job] = []
    /// One for each change a person should know of.
    private(set) var sentences: [String] = []

    /// - Parameter options: the first call's tell a job that changed from one that was only adjusted by them.
    init(since replay: RunReplay, _ options: ResumedOptions) throws {
        for source in replay.run.sources where source.path != "-" {
            let path = source.path.hasPrefix("/") ? source.path : replay.run.directory + "/" + source.path
            guard FileSystem.exists(path) else {
                sentences.append("\(source.path) is gone; the run goes on with what it was.")
                continue
            }
            let file = try JobFile.read(path, context: SubmissionMoment.now())
            guard RunSourceChecksum.of(file.bytes) != source.checksum else { continue }
            var now = file.document.jobs
            if let first = options.first { RunJobs.adjust(&now, first) }
            compare(now, with: replay, path: source.path)
        }
        RunJobs.adjust(&jobs, options.now)
        jobs = jobs.map { $0.belonging(to: Process.userName) }
    }

    private mutating func compare(_ now: [Job], with replay: RunReplay, path: String) {
        for job in now {
            guard let recorded = replay.job(named: job.name) else {
                jobs.append(job)
                sentences.append("\(path): job \"\(job.name)\" is new and runs.")
                continue
            }
            guard recorded != job.belonging(to: recorded.user) else { continue }
            sentences.append(
                "\(path): job \"\(job.name)\" has changed; what of it has not succeeded runs as it was. "
                    + "Give it another name to run it as it is now.")
        }
    }
}
