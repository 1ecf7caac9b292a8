internal import Executor
internal import Model
internal import Watch

/// The options of a resumed run: those given now, and what these don't say as the first call said it.
struct ResumedOptions {
    /// Of the first call; none when its command line can't be read any more.
    let first: RunOptions?
    /// What counts from now on.
    let now: RunOptions
    /// What a person should know of it.
    private(set) var sentences: [String] = []

    /// - Parameter run: as its record introduces it.
    init(_ given: RunOptions, of run: Run) {
        var first: RunOptions?
        do throws(Refusal) {
            let reader = ArgumentReader(commands: [CommandTable.run])
            if case .command(let parsed) = try reader.read(run.arguments) { first = try RunOptions(parsed) }
        } catch {
            sentences.append(
                "the options of the run's first call can't be read, so only those given now count: \(error)")
        }
        self.first = first
        now = first.map { given.completed(by: $0, in: run.directory) } ?? given
        if given.retries != nil || given.binding != nil || given.grace != nil {
            sentences.append("--retries, --bind and --grace count for new jobs; the others keep what they began with.")
        }
    }
}

extension RunOptions {
    /// What is shown, and where the runs are, each call says anew; what the run may use and when it stops is kept.
    ///
    /// - Parameter directory: what paths of the first call are relative to.
    fileprivate func completed(by first: RunOptions, in directory: String) -> RunOptions {
        var options = self
        // Cores and virtual nodes are two ways to say one thing.
        if lending.cores == nil, lending.nodes == nil {
            options.lending.cores = first.lending.cores
            options.lending.nodes = first.lending.nodes
        }
        if lending.nodes == nil { options.lending.sharing = lending.sharing ?? first.lending.sharing }
        options.lending.memory = lending.memory ?? first.lending.memory
        if lending.named.isEmpty { options.lending.named = first.lending.named }
        options.simultaneousLimit = simultaneousLimit ?? first.simultaneousLimit
        options.policy = policy ?? first.policy
        if containers == ContainerChoices() { options.containers = first.containers }
        options.savingLimit = savingLimit ?? first.savingLimit
        options.stopsAtFirstFailure = stopsAtFirstFailure || first.stopsAtFirstFailure
        options.retries = retries ?? first.retries
        options.binding = binding ?? first.binding
        options.grace = grace ?? first.grace
        if reportPath == nil, let path = first.reportPath {
            options.reportPath = path.hasPrefix("/") ? path : directory + "/" + path
        }
        return options
    }
}
