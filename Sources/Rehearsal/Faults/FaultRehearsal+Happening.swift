import Model
import Wire

/// What each thing on the agenda does.
extension FaultRehearsal {
    mutating func happen(_ happening: Happening) {
        if let until = standstill(for: happening), until > now { return agenda.insert(happening, at: until) }
        switch happening {
        case .serviceHears(let traffic): serviceHears(traffic)
        case .executorHears(let traffic): executorHears(traffic)
        case .executorLooks(let number):
            guard isAlive[number] else { return }
            agenda.insert(.executorLooks(number), at: now + .milliseconds(500))
            act(number) { $0.look(at: $1) }
        case .executorFlushes(let number): act(number) { $0.flush(at: $1) }
        case .attemptActs(let number, let attempt, let generation):
            act(number) { $0.act(attempt, generation: generation, at: $1) }
        case .connects(let number, let attempt): connect(number, attempt: attempt)
        case .serviceWakes(let life):
            guard life == lives else { return }
            serve()
        case .commitEnds(let life): if life == lives { endCommit() }
        case .serviceBegins: begin()
        case .userActs: userActs()
        case .batchIsSent(let number): send(batch: number)
        case .faultStrikes: strike()
        case .executorReturns: join(cores: Int.random(in: 1...4, using: &numbers))
        case .watcherTells(let executor): tellEnd(of: executor)
        case .calmBegins: calm()
        }
        for finding in service?.takeFindings() ?? [] { watch.report(finding) }
    }

    /// What a machine should have done that stands still, it does as soon as it goes on.
    private func standstill(for happening: Happening) -> Instant? {
        switch happening {
        case .serviceHears, .serviceWakes, .commitEnds: serviceFrozenUntil
        case .executorHears(let traffic): lines[traffic.executor].frozenUntil
        case .executorLooks(let number), .executorFlushes(let number), .attemptActs(let number, _, _):
            lines[number].frozenUntil
        default: nil
        }
    }

    // MARK: executors

    /// A new executor, on a machine of its own.
    mutating func join(cores: Int, staysFor length: Duration? = nil) {
        let number = executors.count
        var node = Node(
            identifier: NodeIdentifier(0), name: "machine\(number)", cores: Array(0..<cores), memory: .gibibytes(8))
        node.gpus = ["0", "1"]
        node.executor = numbers.next() | 1
        node.endsAt = length.map { now + serviceOffset + $0 }
        let skew = Duration.seconds(Int64.random(in: 0...100_000, using: &numbers))
        executors.append(
            RehearsedExecutor(
                identity: node.executor, offered: node, skew: skew, flaw: flaw, at: now,
                behaviour: RandomWork.behaviour(seed: seed)))
        // Drawn from numbers of its own, so that seeds where nobody is polite stay what they were.
        if isPolite, !isCalm {
            executors[number].others = RehearsedOthers(seed: node.executor)
            executors[number].others?.act(cores: cores, ours: [])
        }
        isAlive.append(true)
        lines.append(RehearsedLine())
        tell("executor \(number) begins, with \(cores) cores")
        act(number) { $0.sayHello(at: $1) }
        agenda.insert(.executorLooks(number), at: now + chance(.zero, .milliseconds(500)))
        reconnect(number, after: chance(.zero, .milliseconds(50)))
    }

    /// Lets an executor do something; what it says and does follows.
    mutating func act(_ number: Int, _ deed: (inout RehearsedExecutor, Instant) -> Void) {
        guard isAlive[number] else { return }
        executors[number].room = lines[number].room
        deed(&executors[number], now)
        let outgoing = executors[number].outgoing
        executors[number].outgoing.removeAll()
        for bytes in outgoing { sendUp(bytes, from: number) }
        for finding in executors[number].findings { watch.report(finding) }
        executors[number].findings.removeAll()
        let deeds = executors[number].deeds
        executors[number].deeds.removeAll()
        for deed in deeds { follow(deed, of: number) }
    }

    private mutating func follow(_ deed: RehearsedExecutor.Deed, of number: Int) {
        let identity = executors[number].identity
        switch deed {
        case .begins(let attempt):
            tell("executor \(number) starts attempt \(attempt.number)")
            watch.begins(attempt, executors[number].runs[attempt], on: identity)
        case .stops(let attempt):
            tell("attempt \(attempt.number) ends on executor \(number)")
            watch.stops(attempt)
        case .changes(let attempt):
            guard let run = executors[number].runs[attempt] else { return }
            tell("attempt \(attempt.number) \(run.isPaused ? "is paused" : "goes on") on executor \(number)")
            watch.changes(attempt, run)
        case .wakes(let attempt, let generation, let at):
            agenda.insert(.attemptActs(executor: number, attempt, generation: generation), at: at)
        case .settles(let facts): watch.settle(facts)
        case .flushes: agenda.insert(.executorFlushes(number), at: now + chance(.zero, .milliseconds(5)))
        case .isReady: tell("executor \(number) is ready")
        case .seeks:
            guard happensOnce(in: 2) else { return }
            cut(number)
            lines[number].queue.removeAll()
            reconnect(number, after: chance(.zero, .milliseconds(100)))
        case .goes(let isInOrder):
            tell("executor \(number) goes")
            if isInOrder { watch.goes(identity) }
            leave(number)
        }
    }

    /// What it said last still arrives.
    private mutating func leave(_ number: Int) {
        isAlive[number] = false
        watch.stopAll(on: executors[number].identity)
    }

    /// Its process ends, and with it everything that it ran.
    mutating func kill(_ number: Int) {
        tell("executor \(number) dies")
        leave(number)
        cut(number)
        lines[number].tries += 1
        let identity = executors[number].identity
        if happensOnce(in: 2) {
            agenda.insert(.watcherTells(executor: identity), at: now + chance(.milliseconds(50), .seconds(15)))
        }
        agenda.insert(.executorReturns, at: now + chance(.milliseconds(200), .seconds(20)))
    }

    private mutating func tellEnd(of identity: UInt64) {
        guard service != nil else { return }
        tell("somebody saw an executor end")
        connections.append(RehearsedConnection(executor: 0, isOpen: false))
        service?.hear(ExecutorMessage.ended(executor: identity).packed(), over: connections.count - 1)
        callForRound()
    }
}
