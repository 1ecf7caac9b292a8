import Model
import Wire

/// What the service says, and what it is greeted with.
extension RehearsedExecutor {
    mutating func sayHello(at now: Instant) {
        greetings += 1
        greetedAt = now
        stage = .unknown
        isReleased = false
        var hello = Hello(
            speaker: Speaker(software: "rehearsal"), greeting: greetings, executor: identity, token: token,
            node: offered, host: offered.name, processIdentifier: 1)
        hello.held = flaw == .forgetsWhatItHolds ? [] : runs.keys.sorted()
        heldAtHello = flaw == .performsAgain ? [] : Set(hello.held)
        hello.firstUnacknowledged = outbox.firstUnacknowledged
        hello.coresKept = others?.kept ?? []
        others?.areUntold = false
        say(.hello(hello), at: now)
    }

    mutating func hear(_ bytes: [UInt8], at now: Instant) {
        let message: ServiceMessage
        do throws(MessageProblem) { message = try ServiceMessage(unpacking: bytes) } catch {
            return findings.append("an executor could not read a message: \(error)")
        }
        heardAt = now
        silentSince = nil
        switch message {
        case .introduce: if !isReleased { sayHello(at: now) }
        case .welcome(let welcome): take(welcome, at: now)
        case .refused(_, let reason): findings.append("the service refused an executor: \(reason)")
        case .orders(let batch): if stage == .ready { perform(batch, at: now) }
        case .acknowledged(let number): acknowledge(through: number)
        case .drain(let isWanted):
            if isWanted, !isEnding { endingSince = now }
            isEnding = isWanted || isDismissed
            if !isWanted, isDismissed { say(.drainRequested(true), at: now) }
        case .stop: handBack(at: now)
        case .leave(let isGranted):
            guard isGranted else { return }
            // Undone when it was recorded already: it joins anew.
            guard isEnding else { return sayHello(at: now) }
            isReleased = true
            leaveWhenDone(at: now)
        case .output, .alive: break
        }
    }

    private mutating func take(_ welcome: Welcome, at now: Instant) {
        guard welcome.greeting == greetings, stage == .unknown else { return }
        aliveEvery = welcome.aliveEvery
        silenceLimit = welcome.silenceLimit
        acknowledge(through: min(welcome.acknowledged, outbox.last))
        clock.take(welcome.now, askedAt: local(greetedAt), heardAt: local(now))
        outbox.rewind()
        abandoned.formUnion(welcome.abandoned)
        self.welcome = welcome
        stage = .abandoning
        for attempt in welcome.abandoned.sorted(by: >) { end(attempt, as: .lost, grace: .zero, at: now) }
        finishAbandoning(at: now)
    }

    /// Ready as soon as nothing runs any more that the service has given up.
    mutating func finishAbandoning(at now: Instant) {
        guard stage == .abandoning, let welcome else { return }
        abandoned = abandoned.filter { runs[$0] != nil }
        guard abandoned.isEmpty || flaw == .keepsWhatWasGivenUp else { return }
        token = welcome.token
        sendFacts(at: now)
        guard !outbox.hasUnsent, say(.ready(greeting: welcome.greeting), at: now) else { return }
        stage = .ready
        deeds.append(.isReady)
        if isEnding { say(.drainRequested(true), at: now) }
    }

    private mutating func perform(_ batch: OrderBatch, at now: Instant) {
        for mentioned in batch.jobs { jobs[mentioned.identifier] = mentioned.job }
        for order in batch.orders {
            switch order {
            case .start(let handOver):
                clock.take(sentAt: handOver.at, heardAt: local(now))
                let isHandedBack = isEnding && flaw == .handsBackWhatRuns
                let parts = handOver.parts { isHandedBack || (runs[$0] == nil && !heldAtHello.contains($0)) }
                for part in parts {
                    if isEnding {
                        tell([.attemptsTakenBack(first: part.firstAttempt, count: part.count, at: instant(at: now))])
                    } else {
                        start(part, at: now)
                    }
                }
            case .end(let attempt, let outcome, let grace): end(attempt, as: outcome, grace: grace, at: now)
            case .takeBack(let attempt, _): takeBack(behind: attempt, at: now)
            case .adjust(let attempt, let adjustment): adjust(attempt, adjustment, at: now)
            }
        }
    }
}
