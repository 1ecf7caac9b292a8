internal import Launch
internal import Model
internal import Posix
internal import Wire

/// What the service says.
extension NodeLoop {
    func sayHello() {
        greetings += 1
        greetedAt = Clock.monotonicNanoseconds()
        refusedAt = nil
        stage = .unknown
        isReleased = false
        leaveAskedAt = 0
        var hello = Hello(
            speaker: Speaker(software: offer.version), greeting: greetings, executor: offer.executor, node: offer.node,
            host: offer.host, processIdentifier: Int(Process.number))
        hello.token = executor?.configuration.token ?? 0
        hello.held = executor?.heldAttempts.flatMap { $0 }.sorted() ?? []
        heldAtHello = Set(hello.held)
        hello.firstUnacknowledged = outbox.firstUnacknowledged
        hello.batchJob = offer.batchJob
        hello.outputFolder = offer.outputFolder
        hello.coresKept = coreWatch?.kept ?? []
        coresAreUntold = false
        say(.hello(hello))
    }

    func take(_ bytes: [UInt8]) throws(SystemFailure) {
        let message: ServiceMessage
        do throws(MessageProblem) { message = try ServiceMessage(unpacking: bytes) } catch {
            if case .otherVersion = error { return refused("\(error)") }
            return note("\(error)")
        }
        heardAt = Clock.monotonicNanoseconds()
        if silentSince != nil { note("the service is heard again.") }
        silentSince = nil
        switch message {
        // Whoever was let go is a stranger already.
        case .introduce: if !isReleased { sayHello() }
        case .welcome(let welcome): try take(welcome)
        case .refused(let service, let reason):
            let isOther = service.wire != WireVersion.current
            refused(isOther ? "\(reason) (it is \(service), and this speaks wire \(WireVersion.current))" : reason)
        case .orders(let batch): if stage == .ready { perform(batch) }
        case .acknowledged(let number):
            if !outbox.acknowledge(through: number) { note("the service acknowledged facts that were never told.") }
        case .output(let request): answer(request)
        case .drain(let isWanted): drain(isWanted)
        case .stop(let reason):
            mayGoUnasked = true
            handBack(.stopped(reason), grace: nil)
        case .leave(let isGranted): leave(isGranted)
        case .alive: if stage == .ready { quietWords += 1 }
        }
    }

    /// Nothing ends for lack of a service: who holds attempts keeps them, and asks again.
    private func refused(_ reason: String) {
        guard executor.map({ $0.attemptsInMotion > 0 }) ?? false else { return end(.refused(reason)) }
        note("the service refuses this executor: \(reason). What runs goes on; it is asked again in a minute.")
        stage = .unknown
        refusedAt = Clock.monotonicNanoseconds()
    }

    private func take(_ welcome: Welcome) throws(SystemFailure) {
        guard welcome.greeting == greetings, stage == .unknown else { return }
        aliveEvery = welcome.aliveEvery
        silenceLimit = welcome.silenceLimit
        // What it knows was told in a link that is over; jobs may have been changed since.
        if let token = executor?.configuration.token, token != welcome.token {
            _ = outbox.acknowledge(through: outbox.last)
            clock = ClockEstimate()
            unfetched = UnfetchedOutput()
        } else {
            _ = outbox.acknowledge(through: min(welcome.acknowledged, outbox.last))
        }
        clock.take(welcome.now, askedAt: greetedAt, heardAt: heardAt)
        unfetched.ask(upTo: offer.isOutputSeen ? 0 : welcome.fetchingLimit)
        outbox.rewind()
        abandoned.formUnion(welcome.abandoned)
        for attempt in welcome.abandoned.sorted(by: >) {
            executor?.perform(.end(attempt, as: .lost, grace: .zero), job: job)
        }
        if coreWatch != nil, !welcome.speaker.wire.hasKeptCores {
            note("the service is too old to be told which cores others keep busy; all that is lent counts as free.")
        }
        self.welcome = welcome
        stage = .abandoning
        try finishAbandoning()
    }

    /// Ready as soon as nothing runs any more that the service has given up.
    func finishAbandoning() throws(SystemFailure) {
        guard stage == .abandoning, let welcome else { return }
        if let executor {
            let held = Set(executor.heldAttempts.flatMap { $0 })
            abandoned.formIntersection(held)
        } else {
            abandoned.removeAll()
        }
        guard abandoned.isEmpty else { return }
        try takeUp(welcome)
        var node = offer.node
        node.identifier = welcome.node
        executor?.add(node)
        sendFacts()
        guard !outbox.hasUnsent, say(.ready(greeting: welcome.greeting)) else { return }
        stage = .ready
        wasGivenWork = false
        quietWords = 0
        if ending != nil { say(.drainRequested(true)) }
    }

    private func perform(_ batch: OrderBatch) {
        guard let executor else { return }
        for node in batch.nodes { executor.add(node) }
        for mentioned in batch.jobs { jobs[mentioned.identifier] = mentioned.job }
        for order in batch.orders {
            guard case .start(let handOver) = order else {
                executor.perform(order, job: job)
                continue
            }
            wasGivenWork = true
            clock.take(sentAt: handOver.at, heardAt: heardAt)
            executor.setClock(offset: clock.offset)
            // What it holds, or held when it said hello, is said again after a link broke, and goes on.
            for part in handOver.parts(where: { !executor.holds($0) && !heldAtHello.contains($0) }) {
                if ending == nil {
                    executor.perform(.start(part), job: job)
                } else {
                    outbox.append([.attemptsTakenBack(first: part.firstAttempt, count: part.count, at: executor.now)])
                }
            }
        }
    }

    private func drain(_ isWanted: Bool) {
        isDraining = isWanted
        switch (isWanted, ending) {
        case (true, nil): end(.drained)
        // Undone while it still finished what it had.
        case (false, .drained), (false, .idle), (false, .unneeded):
            ending = nil
            isHeldUp = false
        // It goes all the same, so nothing may be given to it.
        case (false, .some): say(.drainRequested(true))
        default: break
        }
    }
}
