import Links
import Model
import Plan

/// The service's rounds, its deaths and its returns.
extension FaultRehearsal {
    /// Something waits to be heard.
    mutating func callForRound() {
        guard !isRoundDue, service != nil else { return }
        isRoundDue = true
        agenda.insert(.serviceWakes(life: lives), at: now + chance(.zero, .milliseconds(1)))
    }

    mutating func serve() {
        isRoundDue = false
        guard service != nil, service?.committing == nil else { return }
        guard service?.decide(at: now) == true else { return ship() }
        ship()
        if service?.committing?.decision.record.isEmpty == true { return conclude() }
        // Between the plan and the commit, too, messages come and a process may die.
        agenda.insert(.commitEnds(life: lives), at: now + chance(.microseconds(100), .milliseconds(6)))
    }

    mutating func endCommit() {
        guard let committing = service?.committing else { return }
        if now < diskFullUntil {
            service?.isOutOfSpace = true
            return agenda.insert(.commitEnds(life: lives), at: now + .seconds(1))
        }
        service?.isOutOfSpace = false
        if failsToSynchronize {
            failsToSynchronize = false
            return die("the record could not be synchronized")
        }
        ledger.commit(committing.decision.record)
        record(committing.decision.record)
        conclude()
    }

    private mutating func record(_ facts: [Fact]) {
        if !facts.isEmpty { for fact in facts { tell("recorded: \(fact.sentence)") } }
        let alive = Set(executors.indices.filter { isAlive[$0] }.map { executors[$0].identity })
        watch.record(facts, life: lives, now: now + serviceOffset, alive: alive)
    }

    private mutating func conclude() {
        // Who is to be woken at once has not decided everything yet.
        if let (decision, at) = service?.committing, decision.wakeAt.map({ $0 > at }) ?? true {
            service.map { watch.compare($0.planner, at: at) }
        }
        service?.conclude()
        // It may die with only a part said, or with everything said and nobody answered.
        if !isCalm, happensOnce(in: 60) {
            let outgoing = service?.takeOutgoing() ?? []
            let said = Int.random(in: 0...outgoing.count, using: &numbers)
            for message in outgoing.prefix(said) { sendDown(message.bytes, over: message.peer) }
            return die("it was killed after \(said) of \(outgoing.count) messages")
        }
        ship()
        callForRound()
    }

    /// Sends, shows and answers what is ready for it, and sets the alarm.
    private mutating func ship() {
        for message in service?.takeOutgoing() ?? [] { sendDown(message.bytes, over: message.peer) }
        let shown = service?.takeShown() ?? []
        watch.show(shown)
        for (wish, answer) in service?.takeAnswers() ?? [] { hear(answer, to: wish) }
        guard service?.committing == nil, let at = service?.wakeAt() else { return }
        let next = max(at, now + .microseconds(100))
        if let wakesAt, wakesAt > now, wakesAt <= next { return }
        wakesAt = next
        agenda.insert(.serviceWakes(life: lives), at: next)
    }

    mutating func die(_ why: String) {
        guard let dead = service else { return }
        tell("the service dies: \(why)")
        let facts = dead.committing?.decision.record ?? []
        let wreck = RehearsedLedger.Wreck.allCases[Int.random(in: 0..<3, using: &numbers)]
        record(ledger.crash(committing: facts, wreck))
        watch.died()
        service = nil
        isRoundDue = false
        wakesAt = nil
        for number in executors.indices {
            cut(number, reachesService: false)
            if isAlive[number] { reconnect(number, after: chance(.milliseconds(50), .seconds(1))) }
        }
        agenda.insert(.serviceBegins, at: now + chance(.milliseconds(20), .seconds(isCalm ? 1 : 20)))
    }

    mutating func begin() {
        guard service == nil else { return }
        let recorded: [Fact]
        do { recorded = try ledger.replayed() } catch { return watch.report("the record can't be read: \(error)") }
        let before = serviceOffset
        if lives > 0, happensOnce(in: 3) { moveTime() }
        if lives > 0, happensOnce(in: 6) { configuration.policy = RandomWork.policy(using: &numbers) }
        lives += 1
        let life = lives
        tell("the service begins, life \(life), with \(recorded.count) facts")
        let policy = configuration.policy
        tell("its policy: \(policy)")
        let begun = RehearsedService(
            life: life, recorded: recorded, configuration, token: seed | 1, offset: serviceOffset, flaw: flaw, at: now)
        if lives > 1 {
            watch.begin(begun.replayed, facts: recorded.count, isClockSetBack: serviceOffset < before)
        }
        service = begun
        serve()
    }

    /// Between two lives of the service its machine's clock is set.
    private mutating func moveTime() {
        let jump = Duration.seconds(Int64.random(in: -120...3600, using: &numbers))
        serviceOffset += jump
        tell("the service's clock is set by \(jump.nanoseconds / 1_000_000_000) s")
    }
}
