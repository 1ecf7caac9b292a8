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

    init(since replay: RunReplay, _ options: RunOptions) throws {
        for source in replay.run.sources where source.path != "-" {
            let path = source.path.hasPrefix("/") ? source.path : replay.run.directory + "/" + source.path
            guard FileSystem.exists(path) else {
                sentences.append("\(source.path) is gone; the run goes on with what it was.")
                continue
            }
            let file = try JobFile.read(path, context: SubmissionMoment.now())
            guard RunSourceChecksum.of(file.bytes) != source.checksum else { continue }
            compare(file.document.jobs, with: replay, path: source.path)
        }
    }

    private mutating func compare(_ now: [Job], with replay: RunReplay, path: String) {
        for job in now {
            guard let recorded = replay.job(named: job.name) else {
                jobs.append(job)
                sentences.append("\(path): job \"\(job.name)\" is new and runs.")
                continue
            }
            guard recorded != job else { continue }
            sentences.append(
                "\(path): job \"\(job.name)\" has changed; what of it has not succeeded runs as it was. "
                    + "Give it another name to run it as it is now.")
        }
    }
}
