internal import Model
package import Posix
package import Wire

/// The loop of an executor that works for a service: orders in, facts out, through a link that may break at any time.
///
/// One thread. What was started goes on whether the service is heard or not; each end is kept until the service has
/// acknowledged it.
package final class NodeLoop {
    let offer: NodeOffer
    let link: any ServiceLink
    private let signals: SignalDescriptor
    /// Told each signal that asks it to go.
    let signalled: () -> Void
    private let makeExecutor: (Welcome) throws(SystemFailure) -> Executor
    /// Told what happens to the link, in sentences for a person.
    let note: (String) -> Void

    /// None before the first welcome, which says for which run it works.
    var executor: Executor?
    var outbox = Outbox()
    var jobs: [JobIdentifier: Job] = [:]
    /// Told in the last hello: what the service may say again of these has been performed already, even if they have
    /// ended since.
    var heldAtHello: Set<AttemptIdentifier> = []
    /// Given up by the service: ended here without a word.
    var abandoned: Set<AttemptIdentifier> = []
    var stage = Stage.unknown
    var greetings: UInt64 = 0
    var greetedAt: Int64 = 0
    /// When the last hello was refused while attempts were held; none: it was not.
    var refusedAt: Int64?
    var heardAt: Int64
    var spokenAt: Int64 = 0
    var flushedAt: Int64 = 0
    var aliveEvery = Duration.seconds(1)
    var silenceLimit = Duration.seconds(8)
    /// Since when the service is not heard; none: it is.
    var silentSince: Int64?
    var isDraining = false
    var clock = ClockEstimate()
    var unfetched = UnfetchedOutput()
    /// Which cores others keep busy, and whether the service does not know the last of it.
    var coreWatch: CoreWatch?
    var coresAreUntold = false
    /// When somebody last asked what a task printed.
    var askedAt: Int64 = 0
    /// Since when one that goes has nothing else to wait for.
    var doneSince: Int64?
    /// The one that is being followed.
    var welcome: Welcome?
    /// Why it is going; it goes when nothing is left to do or to tell.
    var ending: NodeLoopEnd?
    var endingSince: Int64 = 0
    /// Why it would go if its service let it; none: it would not.
    var wishToLeave: NodeLoopEnd?
    /// When it last asked in this link whether it may go; 0: not yet.
    var leaveAskedAt: Int64 = 0
    /// Whether the service has let it go.
    var isReleased = false
    /// Whether it was told that others' attempts take part of its node.
    var isHeldUp = false
    var isHandingBack = false
    /// Whether a further signal, or its service, sent it away, whatever becomes of what others run here.
    var mayGoUnasked = false
    var idleSince: Int64?
    /// Whether it was given something since it is ready; and how often it was told since that there was nothing else.
    var wasGivenWork = false
    var quietWords = 0
    /// Not told before what their tasks printed is durable.
    var collected: [Fact] = []
    /// When what tasks print could last not be stored; what they tell waits in the executor.
    private var outOfSpaceAt: Int64?
    private var isOutOfSpace: Bool { outOfSpaceAt != nil }

    enum Stage {
        /// Nobody has answered the last hello.
        case unknown
        /// Welcomed, while what was given up is still being ended.
        case abandoning
        case ready
    }

    // 5 ms: so many facts travel together, as they are committed together.
    private static let flushNanoseconds: Int64 = 5_000_000
    // 2 s: how long a hello waits for its answer before it is said again.
    private static let helloNanoseconds: Int64 = 2_000_000_000
    // 1 min: how long one that was refused, and holds attempts, waits before it asks again.
    private static let refusedNanoseconds: Int64 = 60_000_000_000
    // 1 s: how long a full disk is left alone before the next try.
    private static let troubleNanoseconds: Int64 = 1_000_000_000

    /// - Parameter start: makes the executor for the run that a welcome names.
    package init(
        _ offer: NodeOffer, link: any ServiceLink, signals: SignalDescriptor,
        start: @escaping (Welcome) throws(SystemFailure) -> Executor, signalled: @escaping () -> Void = {},
        note: @escaping (String) -> Void
    ) {
        self.offer = offer
        coreWatch = offer.coreWatch
        self.link = link
        self.signals = signals
        makeExecutor = start
        self.signalled = signalled
        self.note = note
        heardAt = Clock.monotonicNanoseconds()
    }

    /// Works until it is told, or has reason, to go.
    package func run() throws(SystemFailure) -> NodeLoopEnd {
        try coreWatch?.lookFirst()
        sayHello()
        while true {
            try wait()
            while let signal = try signals.next() { follow(signal) }
            for message in try link.receive() { try take(message) }
            try collect()
            try finishAbandoning()
            keepTheLinkAlive()
            leaveWhenIdle()
            watchCores()
            flush()
            if let ending, hasNothingLeft, mayLeave(ending) {
                // For the service that let it go it is gone already.
                if stage == .ready, !isReleased { _ = link.send(ExecutorMessage.leaving.packed()) }
                link.close()
                executor?.close()
                return ending
            }
        }
    }

    private func wait() throws(SystemFailure) {
        guard !(executor?.hasFacts ?? false) || isOutOfSpace, !link.hasInput else { return }
        let now = Clock.monotonicNanoseconds()
        var limit = aliveEvery.nanoseconds / 2
        if outbox.hasUnsent, stage == .ready { limit = min(limit, max(0, flushedAt + Self.flushNanoseconds - now)) }
        var wanted: [(FileDescriptor, Readiness)] = [(signals.descriptor, .readable), (link.descriptor, .readable)]
        if let executor {
            if !isOutOfSpace { wanted += executor.eventDescriptors.map { ($0, .readable) } }
            wanted += executor.send().map { ($0, .writable) }
        }
        _ = try Readiness.wait(for: wanted, nanoseconds: limit)
    }

    private func collect() throws(SystemFailure) {
        guard let executor else { return }
        let now = Clock.monotonicNanoseconds()
        if let outOfSpaceAt, now - outOfSpaceAt < Self.troubleNanoseconds { return }
        do throws(SystemFailure) {
            collected += try executor.collect(at: executor.now)
            if !collected.isEmpty { try executor.synchronizeOutput() }
        } catch {
            guard error.isNoSpace else { throw error }
            if !isOutOfSpace { note("\(error). Waiting for space for what tasks print; running tasks go on.") }
            return outOfSpaceAt = now
        }
        outOfSpaceAt = nil
        for case .attemptEnded(let end) in collected { unfetched.ended(end) }
        outbox.append(collected.filter { !isAbandoned($0) })
        collected.removeAll(keepingCapacity: true)
    }

    /// Tells the service which cores others keep busy, each time that has changed; the hello told it before.
    private func watchCores() {
        if coreWatch?.look(beside: executor) == true { coresAreUntold = true }
        guard coresAreUntold, stage == .ready, welcome?.speaker.wire.hasKeptCores == true else { return }
        if say(.coresKept(coreWatch?.kept ?? [])) { coresAreUntold = false }
    }

    private func isAbandoned(_ fact: Fact) -> Bool {
        guard !abandoned.isEmpty else { return false }
        switch fact {
        case .attemptStarted(let attempt, _), .attemptAdjusted(let attempt, _, _),
            .adjustmentFailed(let attempt, _, _, _):
            return abandoned.contains(attempt)
        case .attemptEnded(let end): return abandoned.remove(end.attempt) != nil
        case .attemptsTakenBack(let first, let count, _):
            var gone = false
            for number in first.number..<first.number + count {
                gone = abandoned.remove(AttemptIdentifier(number)) != nil || gone
            }
            return gone
        default: return false
        }
    }

    /// Sends what is to be told: at once when a lane may run dry, else together.
    private func flush() {
        guard stage == .ready, outbox.hasUnsent else { return }
        let now = Clock.monotonicNanoseconds()
        guard now - flushedAt >= Self.flushNanoseconds || !(executor?.isWellSupplied ?? false) else { return }
        sendFacts()
        flushedAt = now
    }

    func sendFacts() {
        while let batch = outbox.next(), say(.facts(batch)) { outbox.sent(batch) }
    }

    @discardableResult
    func say(_ message: ExecutorMessage) -> Bool {
        guard link.send(message.packed()) else { return false }
        spokenAt = Clock.monotonicNanoseconds()
        return true
    }

    private func keepTheLinkAlive() {
        let now = Clock.monotonicNanoseconds()
        if let refusedAt {
            // Without attempts it asks at once, to hear that it is welcome or may go.
            if now - refusedAt >= Self.refusedNanoseconds || executor?.attemptsInMotion == 0 {
                link.seek()
                sayHello()
            }
            return
        }
        if stage != .ready, now - greetedAt >= Self.helloNanoseconds { sayHello() }
        if now - heardAt > silenceLimit.nanoseconds {
            if silentSince == nil {
                note("the service is not heard; what runs goes on, and the service is looked for.")
                silentSince = heardAt
            }
            heardAt = now
            link.seek()
            sayHello()
        }
        if let patience = offer.patience, let silentSince, ending == nil, now - silentSince > patience.nanoseconds {
            note("the service was not heard for \(patience); ending what runs.")
            handBack(.stopped("it was not heard for \(patience)"), grace: nil)
        }
        if stage == .ready, now - spokenAt >= aliveEvery.nanoseconds { say(.alive) }
    }

    func job(_ identifier: JobIdentifier) -> Job {
        guard let job = jobs[identifier] else { preconditionFailure("a job is told before the orders that name it") }
        return job
    }

    /// The executor for the run that a welcome names; one for another run goes, with everything it did.
    func takeUp(_ welcome: Welcome) throws(SystemFailure) {
        if let executor, executor.configuration.token == welcome.token {
            executor.setTurns(welcome.servesInTurn)
            return executor.setClock(offset: clock.offset)
        }
        executor?.close()
        let executor = try makeExecutor(welcome)
        executor.setTurns(welcome.servesInTurn)
        executor.setClock(offset: clock.offset)
        self.executor = executor
    }
}
