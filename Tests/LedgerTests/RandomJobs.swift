import Model

extension RandomSource {
    mutating func job() -> Job {
        var job = Job(name: text(), command: command())
        job.request = request()
        job.iterations = Iterations(columns: list { $0.column() }, combination: pick([.product, .pairs]))
        job.dependencies = list { random in
            Dependency(
                job: random.text(), scope: random.pick([.job, .sameIteration, .iteration(random.integer())]),
                condition: random.pick([.success, .end]))
        }
        job.startAt = optional { $0.instant() }
        job.priority = integer()
        job.retry = retryRules()
        job.onExecutorLoss = pick([.retry, .fail])
        job.grace = Duration(nanoseconds: Int64(integer()))
        job.lossGrace = Duration(nanoseconds: Int64(integer()))
        job.tags = list { $0.text() }
        job.metadata = list { Job.MetadataField(name: $0.text(), value: $0.text()) }
        return job
    }

    private mutating func command() -> Command {
        var command = Command(
            action: chance(50)
                ? .program(template(), arguments: list { $0.template() }) : .script(template()))
        command.environment = list { Command.Variable(name: $0.text(), value: $0.template()) }
        command.inheritsEnvironment = chance(50)
        command.workingDirectory = optional { $0.template() }
        command.standardInput = optional { $0.template() }
        command.standardOutput = optional { $0.template() }
        command.standardError = optional { $0.template() }
        command.modules = list { $0.text() }
        command.virtualEnvironment = optional { $0.text() }
        command.model = pick(Command.LaunchModel.allCases)
        command.binding = pick([.none, .automatic])
        return command
    }

    private mutating func template() -> Template { Template(pieces: list { $0.piece() }) }

    private mutating func piece() -> Template.Piece {
        let form = pick([
            Template.Form.whole, .withoutExtension, .baseName, .directory, .baseNameWithoutExtension,
        ])
        return pick([
            .text(text()), .hole(.iteration), .hole(.sequence), .hole(.value(form)), .hole(.column(integer(), form)),
            .hole(.coreCount), .hole(.nodeCount), .hole(.nodeList), .hole(.rootDirectory),
        ])
    }

    mutating func jobChange() -> JobChange {
        JobChange(
            priority: optional { $0.integer() }, cores: optional { $0.cores() },
            wallTime: optional { Duration(nanoseconds: Int64($0.integer())) },
            expectedTime: optional { Duration(nanoseconds: Int64($0.integer())) })
    }

    private mutating func cores() -> ClosedRange<Cores> {
        let least = integer()
        let (most, isTooLarge) = least.addingReportingOverflow(number(0...64000))
        return Cores(thousandths: Int64(least))...Cores(thousandths: Int64(isTooLarge ? least : most))
    }

    private mutating func request() -> Request {
        var request = Request(cores: cores())
        request.nodes = 1...number(1...99)
        request.takesWholeNode = chance(50)
        request.memory = Bytes(Int64(integer()))
        request.memoryLimit = Bytes(Int64(integer()))
        request.gpus = Amount(thousandths: Int64(integer()))
        request.named = named()
        request.wallTime = optional { Duration(nanoseconds: Int64($0.integer())) }
        request.expectedTime = optional { Duration(nanoseconds: Int64($0.integer())) }
        request.sharing = pick([.none, .fewestRounds, .equalParts(integer())])
        return request
    }

    private mutating func retryRules() -> RetryRules {
        if chance(50) { return .standard }
        var rules = RetryRules(every: integer())
        rules.lost = integer()
        rules.delay = Duration(nanoseconds: Int64(integer()))
        rules.growth = Int64(integer())
        rules.longestDelay = Duration(nanoseconds: Int64(integer()))
        return rules
    }

    private mutating func column() -> Iterations.Column {
        let first = number(-10...10)
        let values: Iterations.Values =
            chance(50) ? .range(first..<first + number(0...1000)) : .list(Texts(list { $0.text() }))
        return Iterations.Column(name: optional { $0.text() }, values: values)
    }
}
