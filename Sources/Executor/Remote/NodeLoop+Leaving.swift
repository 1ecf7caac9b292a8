internal import Model
internal import Posix
internal import Wire

/// When it goes, and who has a say in that.
extension NodeLoop {
    // 10 s: how long one that goes waits to be acknowledged, or for a service that is not heard.
    private static let farewellNanoseconds: Int64 = 10_000_000_000
    // 1 s: between two questions whether it may go; as often as it would say that it is there.
    private static let questionNanoseconds: Int64 = 1_000_000_000

    /// Whether nothing is left to do or to tell.
    var hasNothingLeft: Bool {
        if case .refused = ending { return true }
        guard collected.isEmpty, executor.map({ $0.attemptsInMotion == 0 && !$0.hasFacts }) ?? true else {
            return false
        }
        guard outbox.isEmpty || Clock.monotonicNanoseconds() - endingSince > Self.farewellNanoseconds else {
            return false
        }
        return isFetched
    }

    /// Whether nobody needs its node any more, as far as there is somebody to ask: attempts that other executors speak
    /// for may take part of it.
    func mayLeave(_ ending: NodeLoopEnd) -> Bool {
        switch ending {
        case .refused, .stopped: return true
        case .signal, .drained, .idle, .unneeded: break
        }
        guard !isReleased, !mayGoUnasked, let welcome, welcome.speaker.wire.hasLeaves else { return true }
        let unheardSince = silentSince ?? heardAt
        guard Clock.monotonicNanoseconds() - unheardSince <= Self.farewellNanoseconds else { return true }
        askToLeave()
        return false
    }

    private func askToLeave() {
        let now = Clock.monotonicNanoseconds()
        guard stage == .ready, leaveAskedAt == 0 || now - leaveAskedAt >= Self.questionNanoseconds else { return }
        if say(.leaveRequested) { leaveAskedAt = now }
    }

    /// The service's answer.
    func leave(_ isGranted: Bool) {
        guard isGranted else {
            if ending == nil {
                // Whoever only has nothing to do stays at hand.
                idleSince = nil
                wasGivenWork = false
                quietWords = 0
            } else if !isHeldUp {
                isHeldUp = true
                note("tasks that other executors look after run on this node; it goes when they have ended.")
            }
            return
        }
        // What it was to go for was undone when that was recorded already: it joins anew.
        guard let reason = ending ?? wishToLeave else { return sayHello() }
        isReleased = true
        if ending == nil { end(reason) }
    }

    func end(_ reason: NodeLoopEnd) {
        ending = reason
        endingSince = Clock.monotonicNanoseconds()
    }

    func leaveWhenIdle() {
        guard stage == .ready, ending == nil else { return }
        wishToLeave = nil
        guard executor?.attemptsInMotion == 0, outbox.isEmpty, collected.isEmpty else { return idleSince = nil }
        let now = Clock.monotonicNanoseconds()
        let since = idleSince ?? now
        idleSince = since
        let isIdle = offer.idleTimeout.map { now - since >= $0.nanoseconds } ?? false
        guard isUnneeded || isIdle else { return }
        let reason = isUnneeded ? NodeLoopEnd.unneeded : .idle
        if welcome?.speaker.wire.hasLeaves == true {
            wishToLeave = reason
            askToLeave()
        } else if say(.drainRequested(true)) {
            // The service hears of it first, lest it hand something over meanwhile.
            end(reason)
        }
    }

    /// Whether it is to go when the service has nothing for it, and that is so now that nothing is left here.
    ///
    /// The service says what is to be done before it acknowledges what that follows; and who was given nothing between
    /// two of its signs of life, a second apart, was ready for all that was.
    private var isUnneeded: Bool { offer.leavesWhenEmpty && (wasGivenWork || quietWords >= 2) }

    /// The first one hands back what it can and asks what runs to end; a further one ends that at once.
    func follow(_ signal: Signal) {
        let isFirst = !isHandingBack
        signalled()
        if isFirst {
            note("\(Signal.name(of: Int(signal.rawValue))): handing back what has not started, ending what runs.")
        } else {
            mayGoUnasked = true
            unfetched.ask(upTo: 0)
        }
        handBack(ending ?? .signal(signal), grace: isFirst ? nil : .zero)
    }

    /// Takes back what waits and ends what runs as interrupted, so that it runs elsewhere as if never tried here.
    func handBack(_ end: NodeLoopEnd, grace: Duration?) {
        if ending == nil { endingSince = Clock.monotonicNanoseconds() }
        ending = ending ?? end
        isHandingBack = true
        if stage == .ready { say(.drainRequested(true)) }
        guard let executor else { return }
        for attempts in executor.heldAttempts {
            guard let first = attempts.first else { continue }
            executor.perform(.takeBack(first, count: attempts.count - 1), job: job)
            executor.perform(.end(first, as: .interrupted, grace: grace ?? .seconds(10)), job: job)
        }
    }
}
