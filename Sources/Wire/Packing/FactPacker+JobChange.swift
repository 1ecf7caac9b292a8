internal import Model

extension FactPacker {
    mutating func put(_ change: JobChange) {
        put(optional: change.priority) { $0.put(signed: $1) }
        put(optional: change.cores) { $0.put(lower: $1.lowerBound.thousandths, upper: $1.upperBound.thousandths) }
        put(optional: change.wallTime) { $0.put(count: $1.nanoseconds) }
        put(optional: change.expectedTime) { $0.put(count: $1.nanoseconds) }
        put(optional: change.preferredCores) { $0.put(count: $1.thousandths) }
    }
}

extension FactUnpacker {
    mutating func jobChange() throws(PackingProblem) -> JobChange {
        var change = try plainJobChange()
        change.preferredCores = try optional { unpacker throws(PackingProblem) in
            Cores(thousandths: try unpacker.count64())
        }
        return change
    }

    /// The values that could be changed from the first.
    mutating func plainJobChange() throws(PackingProblem) -> JobChange {
        var change = JobChange()
        change.priority = try optional { unpacker throws(PackingProblem) in try unpacker.signed() }
        change.cores = try optional { unpacker throws(PackingProblem) in
            let (lower, upper) = try unpacker.bounds()
            return Cores(thousandths: lower)...Cores(thousandths: upper)
        }
        change.wallTime = try optional { unpacker throws(PackingProblem) in
            Duration(nanoseconds: try unpacker.count64())
        }
        change.expectedTime = try optional { unpacker throws(PackingProblem) in
            Duration(nanoseconds: try unpacker.count64())
        }
        return change
    }
}
