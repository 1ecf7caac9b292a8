internal import Model

extension FactPacker {
    mutating func put(_ request: Request) {
        put(lower: request.cores.lowerBound.thousandths, upper: request.cores.upperBound.thousandths)
        put(lower: Int64(request.nodes.lowerBound), upper: Int64(request.nodes.upperBound))
        put(flag: request.takesWholeNode)
        put(memory: request.memory)
        put(memory: request.memoryLimit)
        put(count: request.gpus.thousandths)
        put(request.named)
        put(optional: request.wallTime) { $0.put(count: $1.nanoseconds) }
        put(optional: request.expectedTime) { $0.put(count: $1.nanoseconds) }
        switch request.sharing {
        case .none: put(byte: 0)
        case .fewestRounds: put(byte: 1)
        case .equalParts(let parts):
            put(byte: 2)
            put(count: parts)
        }
    }

    /// How its width is chosen, which came later.
    mutating func put(choicesOf request: Request) {
        put(flag: request.isMalleable)
        put(optional: request.preferredCores) { $0.put(count: $1.thousandths) }
    }

    mutating func put(_ rules: RetryRules) {
        put(flag: rules != .standard)
        if rules == .standard { return }
        put(count: rules.exitCode)
        put(count: rules.signal)
        put(count: rules.outOfMemory)
        put(count: rules.wallTime)
        put(count: rules.startFailure)
        put(count: rules.lost)
        put(count: rules.delay.nanoseconds)
        put(count: rules.growth)
        put(count: rules.longestDelay.nanoseconds)
    }
}

extension FactUnpacker {
    mutating func request() throws(PackingProblem) -> Request {
        let cores = try bounds()
        let nodes = try bounds()
        var request = Request(cores: Cores(thousandths: cores.lower)...Cores(thousandths: cores.upper))
        request.nodes = Int(nodes.lower)...Int(nodes.upper)
        request.takesWholeNode = try flag()
        request.memory = try memory()
        request.memoryLimit = try memory()
        request.gpus = Amount(thousandths: try count64())
        request.named = try named()
        request.wallTime = try optional { unpacker throws(PackingProblem) in
            Duration(nanoseconds: try unpacker.count64())
        }
        request.expectedTime = try optional { unpacker throws(PackingProblem) in
            Duration(nanoseconds: try unpacker.count64())
        }
        request.sharing = try sharing()
        return request
    }

    mutating func readChoices(of request: inout Request) throws(PackingProblem) {
        request.isMalleable = try flag()
        request.preferredCores = try optional { unpacker throws(PackingProblem) in
            Cores(thousandths: try unpacker.count64())
        }
    }

    private mutating func sharing() throws(PackingProblem) -> Request.Sharing {
        let kind = try byte()
        switch kind {
        case 0: return .none
        case 1: return .fewestRounds
        case 2: return .equalParts(try count())
        default: throw .malformed("a sharing of \(kind)", at: position - 1)
        }
    }

    mutating func retryRules() throws(PackingProblem) -> RetryRules {
        var rules = RetryRules.standard
        guard try flag() else { return rules }
        rules.exitCode = try count()
        rules.signal = try count()
        rules.outOfMemory = try count()
        rules.wallTime = try count()
        rules.startFailure = try count()
        rules.lost = try count()
        rules.delay = Duration(nanoseconds: try count64())
        rules.growth = try count64()
        rules.longestDelay = Duration(nanoseconds: try count64())
        return rules
    }
}
