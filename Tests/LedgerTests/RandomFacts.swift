import Model

/// Facts of every kind with every field drawn at random, sensible together or not: packing must not care.
extension RandomSource {
    mutating func fact() -> Fact {
        switch number(0...21) {
        case 0: .runOpened(run(), at: instant())
        case 1: .runClosed(pick([.complete, .interrupted]), at: instant())
        case 2: .nodeJoined(node(), at: instant())
        case 3: aboutNode()
        case 4: .jobsSubmitted(first: JobIdentifier(integer()), jobs: list { $0.job() }, key: text(), at: instant())
        case 5: .attemptStarted(AttemptIdentifier(integer()), at: instant())
        case 6: .attemptsTakenBack(first: AttemptIdentifier(integer()), count: integer(), at: instant())
        case 7: .taskReturned(task(), readyAt: instant(), memory: Bytes(Int64(integer())))
        case 8: .taskFailed(task(), at: instant())
        case 9: .tasksSkipped(taskRange(), because: task(), at: instant())
        case 10: chance(50) ? .tasksCancelled(taskRange(), at: instant()) : .tasksReleased(taskRange(), at: instant())
        case 11:
            chance(50)
                ? .retryRequested(JobIdentifier(integer()), at: instant()) : .tasksRetried(taskRange(), at: instant())
        case 12: chance(50) ? .heldBack(at: instant()) : .resumed(at: instant())
        case 13: .attemptsHandedOver(handOver())
        case 14: aboutJobs()
        case 15:
            chance(50)
                ? .tasksSettled(taskRange(), as: pick(TaskState.allCases))
                : .recordCondensed(jobs: integer(), attempts: integer(), at: instant())
        case 16: .planningConfigured(planningRules(), at: instant())
        case 17: .planned(at: instant())
        default: .attemptEnded(attemptEnd())
        }
    }

    mutating func planningRules() -> PlanningRules {
        let orders: [Policy.Order] = [
            .firstCome, .priority(ageing: optional { $0.duration() }), .shortest, .longest, .smallest, .largest,
            .fewestCores, .mostCores, .due(stretch: integer(), within: optional { $0.duration() }),
            .roundRobin(quantum: duration()),
        ]
        var rules = PlanningRules()
        rules.atOnce = optional { $0.integer() }
        rules.refusesTooLarge = chance(50)
        rules.policy = Policy(
            order: pick(orders), width: pick(Policy.Width.allCases), overtaking: pick(Policy.Overtaking.allCases),
            preemption: chance(50) ? .none : .pause(pick(Policy.Preemption.Victim.allCases)),
            nodeChoice: pick(Policy.NodeChoice.allCases), expectation: pick(Policy.Expectation.allCases))
        rules.policy.passing = pick(Policy.Passing.allCases)
        rules.policy.limits.perUser = optional { $0.integer() }
        rules.policy.limits.perTag = list { Policy.Limits.TagLimit(tag: $0.text(), limit: $0.integer()) }
        rules.policy.fairShare = optional { $0.duration() }
        rules.patience = duration()
        rules.chainLength = duration()
        return rules
    }

    mutating func duration() -> Duration { Duration(nanoseconds: Int64(integer())) }

    private mutating func aboutNode() -> Fact {
        let node = NodeIdentifier(integer())
        return pick([
            .nodeLost(node, at: instant()), .nodeSilent(node, at: instant()), .nodeHeard(node, at: instant()),
            .nodeDraining(node, at: instant()), .nodeAvailable(node, at: instant()),
            .coresKeptByOthers(node, positions: Set(list { $0.number(0...4095) }).sorted(), at: instant()),
        ])
    }

    private mutating func aboutJobs() -> Fact {
        let jobs = list { JobIdentifier($0.integer()) }
        return pick([
            .jobsPaused(jobs, at: instant()), .jobsUnpaused(jobs, at: instant()), .jobsRemoved(jobs, at: instant()),
            .jobChanged(JobIdentifier(integer()), jobChange(), at: instant()),
        ])
    }

    mutating func instant() -> Instant { Instant(nanoseconds: Int64(integer())) }

    mutating func task() -> TaskIdentifier { TaskIdentifier(job: JobIdentifier(integer()), iteration: integer()) }

    mutating func taskRange() -> TaskRange {
        let first = number(-1000...1_000_000)
        return TaskRange(job: JobIdentifier(integer()), iterations: first..<first + number(0...300))
    }

    mutating func run() -> Run {
        Run(
            number: integer(), token: next(), arguments: list { $0.text() }, directory: text(),
            sources: list { Run.Source(path: $0.text(), checksum: UInt32(truncatingIfNeeded: $0.next())) },
            host: text(), version: text())
    }

    mutating func node() -> Node {
        var node = Node(
            identifier: NodeIdentifier(integer()), name: text(), cores: list { $0.integer() },
            memory: Bytes(Int64(integer())))
        node.gpus = list { $0.text() }
        node.named = named()
        node.isBindable = chance(50)
        node.tags = list { $0.text() }
        node.executor = next()
        node.allocation = text()
        node.endsAt = optional { $0.instant() }
        node.containerProblem = text()
        node.domains = domains(ofCores: node.cores.count)
        return node
    }

    /// None, or parts of them that are all together.
    private mutating func domains(ofCores count: Int) -> [Int] {
        guard count > 1, chance(50) else { return [] }
        let first = number(1...count - 1)
        return [first, count - first]
    }

    mutating func named() -> [NamedAmount] {
        list { NamedAmount(name: $0.text(), amount: Amount(thousandths: Int64($0.integer()))) }
    }

    mutating func handOver() -> HandOver {
        let parts = list { random in
            var part = Placement.Part(
                node: NodeIdentifier(random.integer()),
                cores: random.list { random in
                    let share = random.chance(70) ? Cores.one : Cores(thousandths: Int64(random.integer()))
                    return Placement.CoreShare(position: random.integer(), share: share)
                })
            part.memory = Bytes(Int64(random.integer()))
            part.gpus = random.list {
                Placement.DeviceShare(position: $0.integer(), share: Amount(thousandths: Int64($0.integer())))
            }
            part.named = random.named()
            return part
        }
        return HandOver(
            firstAttempt: AttemptIdentifier(number(0...1_000_000)), placement: Placement(parts: parts),
            after: optional { AttemptIdentifier($0.integer()) }, tasks: list { $0.taskRange() }, at: instant())
    }

    mutating func attemptEnd() -> AttemptEnd {
        let outcomes: [Outcome] = [
            .succeeded, .exited(code: integer()), .signalled(integer()), .outOfMemory, .wallTimeExceeded, .lost,
            .startFailed(
                StartFailure(step: pick(StartFailure.Step.allCases), errorNumber: integer(), path: text())),
            .cancelled, .interrupted,
        ]
        return AttemptEnd(
            attempt: AttemptIdentifier(integer()), startedAt: optional { $0.instant() }, endedAt: instant(),
            processIdentifier: integer(), outcome: pick(outcomes),
            usage: Usage(
                userMicroseconds: Int64(integer()), systemMicroseconds: Int64(integer()),
                peakMemory: Bytes(Int64(integer())), voluntarySwitches: Int64(integer()),
                involuntarySwitches: Int64(integer())),
            output: CapturedOutput(standardOutput: location(), standardError: location()))
    }

    mutating func location() -> CapturedOutput.Location {
        pick([.nothing, .log(offset: Int64(integer()), count: Int64(integer())), .file(count: Int64(integer()))])
    }
}
