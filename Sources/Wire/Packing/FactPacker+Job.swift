internal import Model

extension FactPacker {
    mutating func put(_ job: Job) {
        put(text: job.name)
        put(job.command)
        put(job.request)
        put(job.iterations)
        put(list: job.dependencies) { $0.put($1) }
        put(optional: job.startAt) { $0.put(signed: $1.nanoseconds) }
        put(signed: job.priority)
        put(job.retry)
        put(byte: job.onExecutorLoss.rawValue)
        put(count: job.grace.nanoseconds)
        put(list: job.tags) { $0.put(text: $1) }
        put(list: job.metadata) { packer, field in
            packer.put(text: field.name)
            packer.put(text: field.value)
        }
        put(count: job.lossGrace.nanoseconds)
    }

    /// With what an executor need not know.
    mutating func put(whole job: Job) {
        put(job)
        put(choicesOf: job.request)
        put(list: job.request.alternatives) { packer, request in
            packer.put(request)
            packer.put(choicesOf: request)
        }
        put(text: job.user)
        put(text: job.kind)
        put(optional: job.atMost) { $0.put(count: $1) }
    }

    private mutating func put(_ dependency: Dependency) {
        put(text: dependency.job)
        put(byte: dependency.condition.rawValue)
        switch dependency.scope {
        case .job: put(byte: 0)
        case .sameIteration: put(byte: 1)
        case .iteration(let iteration):
            put(byte: 2)
            put(signed: iteration)
        }
    }

    private mutating func put(_ iterations: Iterations) {
        put(byte: iterations.combination.rawValue)
        put(list: iterations.columns) { packer, column in
            packer.put(optional: column.name) { $0.put(text: $1) }
            switch column.values {
            case .range(let range):
                packer.put(byte: 0)
                packer.put(lower: Int64(range.lowerBound), upper: Int64(range.upperBound))
            case .list(let texts):
                packer.put(byte: 1)
                packer.put(texts)
            }
        }
    }

    /// The lengths, then all bytes in one piece.
    private mutating func put(_ texts: Texts) {
        put(count: texts.ends.count)
        var start: UInt32 = 0
        for end in texts.ends {
            put(unsigned: UInt64(end &- start))
            start = end
        }
        put(raw: texts.bytes)
    }
}

extension FactUnpacker {
    mutating func job() throws(PackingProblem) -> Job {
        var job = try plainJob()
        job.lossGrace = Duration(nanoseconds: try count64())
        return job
    }

    mutating func wholeJob() throws(PackingProblem) -> Job {
        var job = try job()
        try readChoices(of: &job.request)
        job.request.alternatives = try list { unpacker throws(PackingProblem) in
            var request = try unpacker.request()
            try unpacker.readChoices(of: &request)
            return request
        }
        job.user = try text()
        job.kind = try text()
        job.atMost = try optional { unpacker throws(PackingProblem) in try unpacker.count() }
        return job
    }

    /// The fields that a job has had from the first.
    mutating func plainJob() throws(PackingProblem) -> Job {
        var job = Job(name: try text(), command: try command())
        job.request = try request()
        job.iterations = try iterations()
        job.dependencies = try list { unpacker throws(PackingProblem) in try unpacker.dependency() }
        job.startAt = try optional { unpacker throws(PackingProblem) in
            Instant(nanoseconds: try unpacker.signed64())
        }
        job.priority = try signed()
        job.retry = try retryRules()
        job.onExecutorLoss = try choice(Job.OnExecutorLoss.self, "an answer to an executor's loss")
        job.grace = Duration(nanoseconds: try count64())
        job.tags = try list { unpacker throws(PackingProblem) in try unpacker.text() }
        job.metadata = try list { unpacker throws(PackingProblem) in
            Job.MetadataField(name: try unpacker.text(), value: try unpacker.text())
        }
        return job
    }

    private mutating func dependency() throws(PackingProblem) -> Dependency {
        let job = try text()
        let condition = try choice(Dependency.Condition.self, "a condition")
        let kind = try byte()
        switch kind {
        case 0: return Dependency(job: job, scope: .job, condition: condition)
        case 1: return Dependency(job: job, scope: .sameIteration, condition: condition)
        case 2: return Dependency(job: job, scope: .iteration(try signed()), condition: condition)
        default: throw .malformed("a dependency's scope of \(kind)", at: position - 1)
        }
    }

    private mutating func iterations() throws(PackingProblem) -> Iterations {
        let combination = try choice(Iterations.Combination.self, "a combination of columns")
        let start = position
        let columns = try list { unpacker throws(PackingProblem) in try unpacker.column() }
        // So that no reader need fear an overflow when it counts iterations.
        var product = 1
        for column in columns {
            let (next, isTooLarge) = product.multipliedReportingOverflow(by: max(1, column.values.count))
            guard !isTooLarge || combination == .pairs else { throw .malformed("a job's iterations", at: start) }
            product = next
        }
        return Iterations(columns: columns, combination: combination)
    }

    private mutating func column() throws(PackingProblem) -> Iterations.Column {
        let name = try optional { unpacker throws(PackingProblem) in try unpacker.text() }
        let kind = try byte()
        switch kind {
        case 0:
            let start = position
            let range = try bounds()
            guard !range.upper.subtractingReportingOverflow(range.lower).overflow else {
                throw .malformed("a range of values", at: start)
            }
            return Iterations.Column(name: name, values: .range(Int(range.lower)..<Int(range.upper)))
        case 1: return Iterations.Column(name: name, values: .list(try texts()))
        default: throw .malformed("a column of kind \(kind)", at: position - 1)
        }
    }

    private mutating func texts() throws(PackingProblem) -> Texts {
        let start = position
        let count = try length()
        var ends: [UInt32] = []
        ends.reserveCapacity(count)
        var total: UInt64 = 0
        for _ in 0..<count {
            // Checked each time, so that the sum can't wrap round.
            let length = try unsigned()
            guard length <= UInt64(remaining), total + length <= UInt64(UInt32.max) else {
                throw .malformed("a list of texts", at: start)
            }
            total += length
            ends.append(UInt32(total))
        }
        let bytes = try raw(Int(total))
        guard let texts = Texts(bytes: Array(bytes), ends: ends) else {
            throw .malformed("a list of texts", at: start)
        }
        return texts
    }
}
