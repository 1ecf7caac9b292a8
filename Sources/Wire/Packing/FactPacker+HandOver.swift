internal import Model

extension FactPacker {
    mutating func put(_ tag: FactTag, _ handOver: HandOver) {
        put(tag)
        put(signed: handOver.firstAttempt.number &- context.handedOver)
        context.handedOver = handOver.firstAttempt.number
        for range in handOver.tasks {
            context.handedOver &+= range.iterations.upperBound &- range.iterations.lowerBound
        }
        put(optional: handOver.after) { packer, after in
            packer.put(signed: handOver.firstAttempt.number &- after.number)
        }
        put(handOver.placement)
        put(list: handOver.tasks) { $0.put($1) }
        put(instant: handOver.at)
    }

    mutating func put(_ placement: Placement) { put(list: placement.parts) { $0.put($1) } }

    private mutating func put(_ part: Placement.Part) {
        put(count: part.node.number)
        // Mostly whole cores: then their shares are left out.
        let areWhole = part.cores.allSatisfy { $0.share == .one }
        put(flag: areWhole)
        var next = 0
        put(list: part.cores) { packer, core in
            packer.put(signed: core.position &- next)
            next = core.position &+ 1
            if !areWhole { packer.put(count: core.share.thousandths) }
        }
        put(memory: part.memory)
        put(list: part.gpus) { packer, device in
            packer.put(count: device.position)
            packer.put(count: device.share.thousandths)
        }
        put(part.named)
    }

    mutating func put(_ named: [NamedAmount]) {
        put(list: named) { packer, one in
            packer.put(text: one.name)
            packer.put(count: one.amount.thousandths)
        }
    }

    mutating func put(_ range: TaskRange) {
        put(signed: range.job.number &- context.job)
        context.job = range.job.number
        put(signed: range.iterations.lowerBound &- context.iteration)
        context.iteration = range.iterations.upperBound
        put(count: range.iterations.upperBound &- range.iterations.lowerBound)
    }

    mutating func put(_ task: TaskIdentifier) {
        put(signed: task.job.number &- context.job)
        context.job = task.job.number
        put(signed: task.iteration &- context.iteration)
        context.iteration = task.iteration
    }
}

extension FactUnpacker {
    mutating func handOver() throws(PackingProblem) -> HandOver {
        let start = position
        let first = context.handedOver &+ (try signed())
        let after = try optional { unpacker throws(PackingProblem) in
            AttemptIdentifier(first &- (try unpacker.signed()))
        }
        let placement = try placement()
        let tasks = try list { unpacker throws(PackingProblem) in try unpacker.taskRange() }
        // So that no reader need fear an overflow when it counts attempts.
        var next = first
        for range in tasks {
            let (distance, isTooFar) = range.iterations.upperBound.subtractingReportingOverflow(
                range.iterations.lowerBound)
            let (sum, isTooLarge) = next.addingReportingOverflow(distance)
            guard !isTooFar, !isTooLarge else { throw .malformed("a hand-over", at: start) }
            next = sum
        }
        guard first >= 0 else { throw .malformed("a hand-over", at: start) }
        context.handedOver = next
        return HandOver(
            firstAttempt: AttemptIdentifier(first), placement: placement, after: after, tasks: tasks,
            at: try instant())
    }

    mutating func placement() throws(PackingProblem) -> Placement {
        Placement(parts: try list { unpacker throws(PackingProblem) in try unpacker.part() })
    }

    private mutating func part() throws(PackingProblem) -> Placement.Part {
        let node = NodeIdentifier(try count())
        let areWhole = try flag()
        var next = 0
        let cores = try list { unpacker throws(PackingProblem) in
            let position = next &+ (try unpacker.signed())
            next = position &+ 1
            let share = areWhole ? Cores.one : Cores(thousandths: try unpacker.count64())
            return Placement.CoreShare(position: position, share: share)
        }
        var part = Placement.Part(node: node, cores: cores)
        part.memory = try memory()
        part.gpus = try list { unpacker throws(PackingProblem) in
            Placement.DeviceShare(
                position: try unpacker.count(), share: Amount(thousandths: try unpacker.count64()))
        }
        part.named = try named()
        return part
    }

    mutating func named() throws(PackingProblem) -> [NamedAmount] {
        try list { unpacker throws(PackingProblem) in
            NamedAmount(name: try unpacker.text(), amount: Amount(thousandths: try unpacker.count64()))
        }
    }

    mutating func taskRange() throws(PackingProblem) -> TaskRange {
        let start = position
        context.job &+= try signed()
        let lower = context.iteration &+ (try signed())
        let upper = lower &+ (try count())
        guard upper >= lower else { throw .malformed("a range of iterations", at: start) }
        context.iteration = upper
        return TaskRange(job: JobIdentifier(context.job), iterations: lower..<upper)
    }

    mutating func task() throws(PackingProblem) -> TaskIdentifier {
        context.job &+= try signed()
        context.iteration &+= try signed()
        return TaskIdentifier(job: JobIdentifier(context.job), iteration: context.iteration)
    }
}
