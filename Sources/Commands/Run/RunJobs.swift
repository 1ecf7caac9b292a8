internal import Dialects
internal import Model
internal import Posix
internal import Service
internal import Watch

/// The jobs of one call of `rota run`, from its files and from the program behind `--`.
struct RunJobs {
    var files: [JobFile]
    var jobs: [Job]
    /// Whether the call is one program, run once, that may have the terminal for itself.
    var isLoneProgram: Bool

    /// - Parameter isShared: they go to a service, where a program alone gets no whole node.
    /// - Throws: a refusal with the place of what is wrong; a failure to read.
    init(_ options: RunOptions, isShared: Bool = false) throws {
        files = try JobFile.read(options.files, context: SubmissionMoment.now())
        jobs = files.flatMap(\.document.jobs)
        isLoneProgram = false
        if let program = options.program {
            var job = try program.job(reading: JobFile.content)
            isLoneProgram = options.files.isEmpty && !job.iterations.isIterated
            if program.isAlone, !isShared {
                if options.lending.sharing == .polite {
                    // What others leave of the machine.
                    job.request.cores = .one...Cores(max(1, try Machine.affinity().count))
                } else {
                    job.request.takesWholeNode = true
                    job.command.binding = .none
                }
            }
            jobs.append(job)
        }
        Self.adjust(&jobs, options)
        jobs = jobs.map { $0.belonging(to: Process.userName) }
    }

    /// The same refusal with the place in the file it is about.
    func placed(_ refusal: Refusal) -> Refusal { JobFile.placed(refusal, in: files) }

    /// What is remembered of the files, to notice on resuming that one changed.
    var sources: [Run.Source] {
        files.map { Run.Source(path: $0.path, checksum: RunSourceChecksum.of($0.bytes)) }
    }

    /// What the command line says for every job, whoever asked for it.
    static func adjust(_ jobs: inout [Job], _ options: RunOptions) {
        for position in jobs.indices {
            if let retries = options.retries {
                let asked = jobs[position].retry
                jobs[position].retry = RetryRules(every: retries)
                jobs[position].retry.lost = asked.lost
                jobs[position].retry.delay = asked.delay
                jobs[position].retry.growth = asked.growth
                jobs[position].retry.longestDelay = asked.longestDelay
            }
            if let binding = options.binding { jobs[position].command.binding = binding }
            if let grace = options.grace { jobs[position].grace = grace }
        }
    }
}
