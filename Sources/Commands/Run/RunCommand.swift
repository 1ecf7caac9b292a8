internal import Dialects
internal import Model
internal import Posix
internal import Service
internal import Watch

/// `rota run`: carries out what it is given on this machine, to its end.
enum RunCommand {
    static func run(_ options: RunOptions, _ screen: Screen) throws -> Int32 {
        if options.service != nil, !options.isDryRun { return try ServiceRun.run(options, screen) }
        let allocation = RunAllocation(options.lending) { screen.tell("rota: \($0).") }
        if let resumption = options.resumption { return try resume(resumption, options, allocation, screen) }
        if let number = try begun(options, allocation) {
            screen.tell(
                "rota: run \(number) was begun by this line and is not over; going on with it (--new begins anew).")
            return try resume(.number(number), options, allocation, screen)
        }
        let given = try RunJobs(options)
        let offer = try offer(options, given.jobs, allocation)
        let remarks = given.files.flatMap(\.document.remarks).map(\.description) + offer.remarks.map(\.description)
        do {
            if options.isDryRun {
                return try CheckCommand.explain(
                    given.jobs, of: given.files, on: order(options, offer, allocation).expectedNodes, remarks: remarks,
                    isJSON: options.isJSON, screen)
            }
            var order = try order(options, offer, allocation)
            if let refusal = QCGConventions.refusal(of: given.jobs, on: order.expectedNodes) { throw refusal }
            order.jobs = given.jobs
            order.sources = given.sources
            order.isForeground = given.isLoneProgram
            if !options.isQuiet { for remark in remarks { screen.tell("rota: \(remark)") } }
            let session = try RunSession.begin(order)
            let display = RunDisplay(
                screen, isQuiet: options.isQuiet || given.isLoneProgram,
                output: output(options, given, folder: session.folder))
            let ending = RunEnding(session: session, options: options, isLoneProgram: given.isLoneProgram)
            return try carryOut(session, display, ending, screen)
        } catch let refusal as Refusal {
            throw given.placed(refusal)
        }
    }

    /// The unfinished run that the same line began in the same folder, in this allocation or an earlier one.
    private static func begun(_ options: RunOptions, _ allocation: RunAllocation?) throws -> Int? {
        guard allocation != nil, !options.isNew, !options.isDryRun else { return nil }
        return try RunShelf(statePath: options.statePath, directory: FileSystem.currentDirectory())
            .unfinishedRun(of: Array(CommandLine.arguments.dropFirst()), in: FileSystem.currentDirectory())
    }

    private static func resume(
        _ resumption: RunOptions.Resumption, _ options: RunOptions, _ allocation: RunAllocation?, _ screen: Screen
    ) throws -> Int32 {
        var number: Int?
        if case .number(let named) = resumption { number = named }
        let display = RunDisplay(screen, isQuiet: options.isQuiet, output: nil)
        let replay = try RunReplay.open(
            number, statePath: options.statePath, directory: FileSystem.currentDirectory(),
            replayed: display.replayed)
        for damage in replay.damage { screen.complain(damage) }
        if replay.factsSetAside > 0 {
            screen.complain("\(replay.factsSetAside) facts are about what was lost there; they are kept aside.")
        }
        let resumed = ResumedOptions(options, of: replay.run)
        var order: RunOrder
        do {
            let changes = try SourceChanges(since: replay, resumed)
            for sentence in resumed.sentences + changes.sentences { screen.tell("rota: \(sentence)") }
            let offer = try offer(resumed.now, replay.unfinishedJobs + changes.jobs, allocation)
            order = try Self.order(resumed.now, offer, allocation)
            order.jobs = changes.jobs
            let left = replay.unfinishedJobs + changes.jobs
            if let refusal = QCGConventions.refusal(of: left, on: order.expectedNodes) { throw refusal }
        } catch {
            replay.abandon()
            throw error
        }
        let session = try RunSession.goOn(with: replay, order)
        let ending = RunEnding(session: session, options: resumed.now, isLoneProgram: false)
        return try carryOut(session, display, ending, screen)
    }

    private static func carryOut(
        _ session: RunSession, _ display: RunDisplay, _ ending: RunEnding, _ screen: Screen
    ) throws -> Int32 {
        let stop: RunStop?
        do throws(RunFailure) { stop = try session.carryOut(observer: display) } catch {
            display.finish()
            throw error
        }
        display.finish()
        return try ending.show(display, stop, screen)
    }

    private static func order(
        _ options: RunOptions, _ offer: Offer, _ allocation: RunAllocation?
    ) throws -> RunOrder {
        var order = RunOrder(
            directory: try FileSystem.currentDirectory(), arguments: Array(CommandLine.arguments.dropFirst()),
            version: Version.text, jobs: [], nodes: allocation?.own(offer.nodes) ?? offer.nodes)
        order.isInAllocation = allocation != nil
        order.neighbours = try allocation?.neighbours(
            like: UsableMachine.detect(), options.lending, named: offer.nodes.first?.named,
            choices: options.executorChoices)
        order.statePath = options.statePath
        order.atOnce = options.simultaneousLimit
        order.policy = options.policy ?? Policy()
        order.savingLimit = options.savingLimit
        order.containers = options.containers
        order.isPolite = options.lending.sharing == .polite
        order.stopsAtFirstFailure = options.stopsAtFirstFailure
        var moment = SubmissionMoment.now()
        let submission = moment.drawUnique()
        order.conventions = QCGConventions.conventions(submission: submission)
        return order
    }

    /// What this machine lends. More at once than its cores can hold makes as many virtual ones, as xargs would.
    /// Several machines run at once what they can hold.
    private static func offer(_ options: RunOptions, _ jobs: [Job], _ allocation: RunAllocation?) throws -> Offer {
        let machine = try allocation?.machine() ?? UsableMachine.detect()
        var lending = options.lending
        if jobs.contains(where: { $0.command.container != nil }) { lending.lendContainers() }
        allocation?.limit(&lending, on: machine)
        let isBound = jobs.contains { $0.command.binding == .automatic }
        let offer = try machine.offer(lending, isBound: isBound)
        guard options.lending.nodes == nil, allocation?.hasOthers != true, let atOnce = options.simultaneousLimit else {
            return offer
        }
        let widest = jobs.map(\.request.cores.lowerBound.touched).max() ?? 1
        let wanted = atOnce.multipliedReportingOverflow(by: widest)
        guard wanted.overflow || wanted.partialValue > offer.nodes[0].cores.count else { return offer }
        guard !wanted.overflow, wanted.partialValue <= Self.mostVirtualCores else {
            throw Refusal.document(
                DocumentProblem(
                    document: "command line", path: "-j",
                    problem: "is \(atOnce); at most \(Self.mostVirtualCores / widest) such tasks can run at once",
                    remedy: "Lower it."))
        }
        lending.nodes = [Lending.VirtualNode(name: machine.name, coreCount: wanted.partialValue)]
        return try machine.offer(lending, isBound: false)
    }

    // 65,536: more lanes than a machine has process numbers for.
    private static let mostVirtualCores = 65536

    /// What such tasks print reaches the caller; what a job file's tasks print is kept for `rota logs`.
    private static func output(_ options: RunOptions, _ given: RunJobs, folder: String) -> TaskOutput? {
        guard !given.isLoneProgram, options.program != nil, let job = given.jobs.last else { return nil }
        return TaskOutput(
            options.output, job: JobIdentifier(given.jobs.count - 1), iterations: job.iterations,
            reader: TaskOutputReader(folder: folder))
    }
}
