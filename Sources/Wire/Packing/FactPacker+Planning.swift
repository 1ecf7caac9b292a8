internal import Model

extension FactPacker {
    mutating func put(_ rules: PlanningRules) {
        put(optional: rules.atOnce) { $0.put(count: $1) }
        put(flag: rules.refusesTooLarge)
        put(rules.policy)
        put(count: rules.patience.nanoseconds)
        put(count: rules.chainLength.nanoseconds)
    }

    private mutating func put(_ policy: Policy) {
        put(policy.order)
        put(byte: policy.width.rawValue)
        put(byte: policy.overtaking.rawValue)
        put(byte: policy.passing.rawValue)
        switch policy.preemption {
        case .none: put(flag: false)
        case .pause(let victim):
            put(flag: true)
            put(byte: victim.rawValue)
        }
        put(byte: policy.nodeChoice.rawValue)
        put(byte: policy.expectation.rawValue)
        put(optional: policy.limits.perUser) { $0.put(count: $1) }
        put(list: policy.limits.perTag) { packer, limit in
            packer.put(text: limit.tag)
            packer.put(count: limit.limit)
        }
        put(optional: policy.fairShare) { $0.put(count: $1.nanoseconds) }
    }

    private mutating func put(_ order: Policy.Order) {
        put(byte: OrderTag(order).rawValue)
        switch order {
        case .firstCome, .shortest, .longest, .smallest, .largest, .fewestCores, .mostCores: break
        case .priority(let ageing): put(optional: ageing) { $0.put(count: $1.nanoseconds) }
        case .due(let stretch, let within):
            put(count: stretch)
            put(optional: within) { $0.put(count: $1.nanoseconds) }
        case .roundRobin(let quantum): put(count: quantum.nanoseconds)
        }
    }
}

extension FactUnpacker {
    mutating func planningRules() throws(PackingProblem) -> PlanningRules {
        var rules = PlanningRules()
        rules.atOnce = try optional { unpacker throws(PackingProblem) in try unpacker.count() }
        rules.refusesTooLarge = try flag()
        rules.policy = try policy()
        rules.patience = try duration()
        rules.chainLength = try duration()
        return rules
    }

    private mutating func policy() throws(PackingProblem) -> Policy {
        var policy = Policy()
        policy.order = try order()
        policy.width = try choice(Policy.Width.self, "a rule of width")
        policy.overtaking = try choice(Policy.Overtaking.self, "a rule of overtaking")
        policy.passing = try choice(Policy.Passing.self, "a rule of passing")
        let victim = try optional { unpacker throws(PackingProblem) in
            try unpacker.choice(Policy.Preemption.Victim.self, "a choice of victims")
        }
        policy.preemption = victim.map { .pause($0) } ?? .none
        policy.nodeChoice = try choice(Policy.NodeChoice.self, "a choice of nodes")
        policy.expectation = try choice(Policy.Expectation.self, "an expectation")
        policy.limits.perUser = try optional { unpacker throws(PackingProblem) in try unpacker.count() }
        policy.limits.perTag = try list { unpacker throws(PackingProblem) in
            Policy.Limits.TagLimit(tag: try unpacker.text(), limit: try unpacker.count())
        }
        policy.fairShare = try optional { unpacker throws(PackingProblem) in try unpacker.duration() }
        return policy
    }

    private mutating func order() throws(PackingProblem) -> Policy.Order {
        switch try choice(OrderTag.self, "an order") {
        case .firstCome: return .firstCome
        case .priority:
            return .priority(
                ageing: try optional { unpacker throws(PackingProblem) in try unpacker.duration() })
        case .shortest: return .shortest
        case .longest: return .longest
        case .smallest: return .smallest
        case .largest: return .largest
        case .fewestCores: return .fewestCores
        case .mostCores: return .mostCores
        case .due:
            return .due(
                stretch: try count(),
                within: try optional { unpacker throws(PackingProblem) in try unpacker.duration() })
        case .roundRobin: return .roundRobin(quantum: try duration())
        }
    }

    private mutating func duration() throws(PackingProblem) -> Duration { Duration(nanoseconds: try count64()) }
}

/// The byte of an order in a packed policy. A number, once given, is never given to another.
private enum OrderTag: UInt8 {
    case firstCome, priority, shortest, longest, smallest, largest, fewestCores, mostCores, due, roundRobin

    init(_ order: Policy.Order) {
        self =
            switch order {
            case .firstCome: .firstCome
            case .priority: .priority
            case .shortest: .shortest
            case .longest: .longest
            case .smallest: .smallest
            case .largest: .largest
            case .fewestCores: .fewestCores
            case .mostCores: .mostCores
            case .due: .due
            case .roundRobin: .roundRobin
            }
    }
}
