internal import Ledger
internal import Model
internal import Plan
internal import Posix

/// The live loop: collect facts, plan, persist, perform.
///
/// One thread; nothing here is called from another. What is durable is shown, what is not is neither shown nor
/// performed. It carries out one run to its end, or serves until it is told to stop.
final class Loop {
    private var planner: Planner
    private let writer: LedgerWriter
    private let keeping: RecordKeeping
    private let lock: RunLock
    private let hands: any Hands
    private let clock: RunClock
    private let signals: SignalDescriptor
    private weak var observer: (any RunObserver)?
    private let purpose: LoopPurpose

    private var stop: RunStop?
    /// What was changed for somebody, who is told as soon as it is durable.
    private var unanswered: [(change: Change, facts: [Fact])] = []
    /// Came while a full disk was waited for, and is still to be followed.
    private var early: Signal?
    /// Whether the person knows that what tasks print can't be kept for now.
    private var wasToldOfOutput = false
    private var wakeAt: Instant?
    private var isDirty = true
    private var committedAt: Int64 = 0
    private var unsent: [FileDescriptor] = []
    private var tickAt = Clock.monotonicNanoseconds() + tickNanoseconds
    private var refreshedAt = Clock.monotonicNanoseconds()

    // 5 ms: a commit costs 0.25 ms here, so a twentieth of the time at most goes into committing.
    private static let commitNanoseconds: Int64 = 5_000_000
    // 100 ms: ten pictures a second look alive.
    private static let tickNanoseconds: Int64 = 100_000_000
    // 5 s: half of the lock's heartbeat, and a tenth of the minute in which a service must show that it lives.
    private static let idleNanoseconds: Int64 = 5_000_000_000
    // 1 s: how long a full disk is left alone before the next try.
    private static let troubleNanoseconds: Int64 = 1_000_000_000

    /// - Parameter planner: has taken, but not recorded, what the run starts with.
    init(
        planner: Planner, writer: LedgerWriter, keeping: RecordKeeping, lock: RunLock, hands: any Hands,
        clock: RunClock, signals: SignalDescriptor, observer: (any RunObserver)?, purpose: LoopPurpose
    ) {
        self.planner = planner
        self.writer = writer
        self.keeping = keeping
        self.lock = lock
        self.hands = hands
        self.clock = clock
        self.signals = signals
        self.observer = observer
        self.purpose = purpose
    }

    /// A run: until every task has ended, or until it was stopped and nothing is in motion any more. A service: until
    /// it is told to stop.
    ///
    /// - Throws: the record could not be made durable; what was acknowledged before is.
    func run() throws(RunFailure) -> RunStop? {
        while true {
            if isDirty || wakeAt.map({ $0 <= clock.now }) ?? false { try decide() }
            if isOver { break }
            try refuseToWaitForEver()
            try waitForNews()
            try collect()
            try tick()
        }
        try close()
        return stop
    }

    private var isOver: Bool {
        switch purpose {
        case .run:
            planner.isComplete && purpose.course == nil || (stop != nil && planner.attemptsInMotion == 0 && !isDirty)
        // What runs elsewhere goes on; its executors come back to the next service.
        case .service(let mailbox): !isDirty && (stop != nil || mailbox.asksForEnd(isComplete: planner.isComplete))
        }
    }

    /// Were nothing in motion and no date to come, no news would ever come either.
    ///
    /// Unfit jobs are refused before they are taken. So either nodes are missing that were there, or will be gone too
    /// soon; or this is a bug of the planner, and a person learns of it at once.
    private func refuseToWaitForEver() throws(RunFailure) {
        guard case .run = purpose, planner.attemptsInMotion == 0, wakeAt == nil, !isDirty, early == nil, !hands.mayGrow,
            courseWakeAt == nil, !planner.isSharedNow
        else { return }
        let stuck = StuckTasks(planner, at: clock.now)
        try close()
        throw stuck.lackNodes ? .lacksNodes(stuck.sentences) : .stuck(stuck.sentences)
    }

    /// Plans once, makes the outcome durable, and only then performs and shows it.
    private func decide() throws(RunFailure) {
        let now = clock.now
        let decision = planner.plan(at: now)
        let record = decision.record(at: now)
        try persist(record)
        for order in decision.orders { hands.perform(order, planner) }
        hands.committed(decision.record, planner, at: now)
        unsent = hands.send()
        wakeAt = decision.wakeAt
        isDirty = hands.hasFacts
        observer?.recorded(record, at: now)
        answerChanges()
        guard case .run(let order) = purpose, order.stopsAtFirstFailure, stop == nil,
            decision.record.contains(where: \.isTaskFailure)
        else { return }
        stopStarting(.failure, grace: nil)
    }

    /// A full disk is waited for, while what runs goes on; a disk that failed ends the run.
    private func persist(_ facts: [Fact]) throws(RunFailure) {
        guard !facts.isEmpty else { return }
        writer.append(facts)
        do throws(SystemFailure) { try hands.synchronizeOutput() } catch { throw .system(error) }
        var wasTold = false
        while true {
            do throws(LedgerFailure) {
                try writer.commit()
                committedAt = Clock.monotonicNanoseconds()
                return
            } catch {
                guard error.mayRetry else { throw .record(error) }
                if !wasTold { observer?.troubled("\(error). Waiting for space; running tasks go on.") }
                wasTold = true
                try pause()
            }
        }
    }

    /// Waits a second for space, with the lock kept alive.
    ///
    /// A first signal is followed as soon as there is space: only then the end of what runs can be recorded.
    ///
    /// - Throws: also at a second signal.
    private func pause() throws(RunFailure) {
        try wait(for: [signals.descriptor], nanoseconds: Self.troubleNanoseconds)
        try refreshLock()
        if case .service(let mailbox) = purpose {
            let waiting = mailbox.take()
            for change in waiting.changes { change.answer(.failure(.diskFull)) }
            for question in waiting.questions { hands.ask(question) }
        }
        guard let signal = try nextSignal() else { return }
        guard stop == nil, early == nil else { throw .interruptedWhileWaiting }
        early = signal
        observer?.troubled("Stopping as soon as there is space; a second signal stops at once.")
    }

    /// Returns when there is something to do, but leaves a busy machine alone until the next commit is due.
    private func waitForNews() throws(RunFailure) {
        if isDirty || hands.hasFacts { return }
        let now = Clock.monotonicNanoseconds()
        let sinceCommit = now - committedAt
        if sinceCommit < Self.commitNanoseconds, hands.isWellSupplied {
            try wait(for: [signals.descriptor], nanoseconds: Self.commitNanoseconds - sinceCommit)
        }
        let untilWake = [wakeAt, hands.wakeAt, courseWakeAt].compactMap { $0 }.min().map {
            max(0, ($0 - clock.now).nanoseconds)
        }
        let readable = [signals.descriptor] + hands.descriptors + purpose.descriptors
        let descriptors = readable.map { ($0, Readiness.readable) } + unsent.map { ($0, Readiness.writable) }
        // Nobody looks at a service's picture: it sleeps until something comes.
        let longest = purpose.stays ? Self.idleNanoseconds : Self.tickNanoseconds
        do throws(SystemFailure) {
            _ = try Readiness.wait(for: descriptors, nanoseconds: min(longest, untilWake ?? .max))
        } catch { throw .system(error) }
        if !unsent.isEmpty { unsent = hands.send() }
    }

    private func wait(for descriptors: [FileDescriptor], nanoseconds: Int64) throws(RunFailure) {
        do throws(SystemFailure) {
            _ = try Readiness.wait(for: descriptors.map { ($0, .readable) }, nanoseconds: nanoseconds)
        } catch { throw .system(error) }
    }

    /// Takes what executors and people have to say.
    private func collect() throws(RunFailure) {
        if let signal = early { follow(signal) }
        early = nil
        while let signal = try nextSignal() { follow(signal) }
        let facts: [Fact]
        do throws(SystemFailure) { facts = try hands.collect(planner, at: clock.now) } catch {
            guard error.isNoSpace else { throw .system(error) }
            if !wasToldOfOutput { observer?.troubled("\(error). Waiting for space for what tasks print.") }
            wasToldOfOutput = true
            return try pause()
        }
        wasToldOfOutput = false
        for fact in facts { take(fact) }
        isDirty = isDirty || hands.owesAnswers
        takeCourse()
        if case .service(let mailbox) = purpose {
            let waiting = mailbox.take()
            for change in waiting.changes { take(change) }
            for question in waiting.questions { hands.ask(question) }
            unsent = hands.send()
        }
    }

    /// A run that is being stopped goes no further.
    private var courseWakeAt: Instant? { stop == nil ? purpose.course?.wakeAt : nil }

    /// What was looked at before the run began is not refused.
    private func takeCourse() {
        guard stop == nil, let course = purpose.course else { return }
        let now = clock.now
        for fact in course.facts(jobCount: planner.jobCount, at: now) {
            do throws(Refusal) {
                try planner.take(fact, at: now)
                isDirty = true
            } catch {
                observer?.troubled("\(error)")
            }
        }
    }

    /// Answers at once when it is refused or true already, else when its facts are durable.
    private func take(_ change: Change) {
        let now = clock.now
        var taken: [Fact] = []
        do throws(Refusal) {
            for fact in try change.facts(planner, now) {
                try planner.take(fact, at: now)
                taken.append(fact)
            }
        } catch {
            guard !taken.isEmpty else { return change.answer(.failure(error)) }
        }
        guard !taken.isEmpty || isDirty else { return change.answer(.success([])) }
        unanswered.append((change, taken))
        isDirty = true
    }

    private func answerChanges() {
        for (change, facts) in unanswered { change.answer(.success(facts)) }
        unanswered.removeAll()
    }

    private func nextSignal() throws(RunFailure) -> Signal? {
        do throws(SystemFailure) {
            while let signal = try signals.next() {
                // At the terminal an interrupt is the foreground program's own affair.
                if signal != .interrupt || !purpose.isForeground { return signal }
            }
            return nil
        } catch { throw .system(error) }
    }

    /// A fact about an attempt that was given up already is no news.
    private func take(_ fact: Fact) {
        do throws(Refusal) {
            try planner.take(fact, at: clock.now)
            isDirty = true
        } catch {
            if case .unknownAttempt = error { return }
            preconditionFailure("the executor reported what cannot be: \(error)")
        }
    }

    /// The first one asks the tasks to end, a further one ends them at once.
    private func follow(_ signal: Signal) { stopStarting(.signal(signal), grace: stop == nil ? nil : .zero) }

    /// No new tasks; those that run are asked to end.
    private func stopStarting(_ reason: RunStop, grace: Duration?) {
        guard case .run = purpose else { return stop = stop ?? reason }
        if stop == nil { take(.heldBack(at: clock.now)) }
        stop = stop ?? reason
        for order in planner.ordersToEndAll(as: .interrupted, grace: grace) { hands.perform(order, planner) }
        unsent = hands.send()
    }

    private func tick() throws(RunFailure) {
        let now = Clock.monotonicNanoseconds()
        if now >= tickAt {
            hands.readLiveOutput { attempt, stream, bytes in observer?.printed(bytes, stream, by: attempt) }
            // The sums of 100,000 jobs take a while; a twentieth of the time at most goes into the picture.
            let start = Clock.monotonicNanoseconds()
            observer?.tick(progress, at: clock.now)
            tickAt = now + max(Self.tickNanoseconds, (Clock.monotonicNanoseconds() - start) * 20)
        }
        keeping.note(writer.nextSequence - 1, writer)
        try refreshLock()
    }

    /// Gives the sign of life when it is due.
    ///
    /// - Throws: when another process has taken up the run: nothing more may be written to its record.
    private func refreshLock() throws(RunFailure) {
        let now = Clock.monotonicNanoseconds()
        guard now - refreshedAt >= Int64(RunLock.heartbeatSeconds) * 1_000_000_000 else { return }
        refreshedAt = now
        do throws(LockProblem) { try lock.refresh() } catch {
            guard case .system = error else { throw .lock(error) }
            observer?.troubled("\(error).")
        }
    }

    private var progress: RunProgress {
        var progress = RunProgress()
        for number in 0..<planner.jobCount {
            let counts = planner.endedCounts(of: JobIdentifier(number))
            progress.total += counts.total
            progress.succeeded += counts.succeeded
            progress.failed += counts.failed
            progress.cancelled += counts.cancelled
            progress.skipped += counts.skipped
        }
        progress.running = planner.chainsInMotion
        return progress
    }

    private func close() throws(RunFailure) {
        if case .service(let mailbox) = purpose {
            let waiting = mailbox.close()
            for change in waiting.changes { change.answer(.failure(.serviceEnds)) }
            for question in waiting.questions { hands.ask(question) }
        }
        hands.close()
        let end = planner.isComplete && !purpose.stays ? RunEnd.complete : .interrupted
        try persist([.runClosed(end, at: clock.now)])
        keeping.conclude(writer.nextSequence - 1, isComplete: end == .complete)
        do throws(LockProblem) { try lock.release() } catch { observer?.troubled("\(error).") }
    }
}

extension Fact {
    fileprivate var isTaskFailure: Bool {
        if case .taskFailed = self { return true }
        return false
    }
}
