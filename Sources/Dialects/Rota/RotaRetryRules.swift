import Model

/// `retries`: a number for every cause, or limits by cause with a growing rest between attempts.
enum RotaRetryRules {
    static let causes: [(name: String, rule: any WritableKeyPath<RetryRules, Int> & Sendable)] = [
        ("exit", \.exitCode), ("signal", \.signal), ("memory", \.outOfMemory), ("time", \.wallTime),
        ("start", \.startFailure), ("lost", \.lost),
    ]

    private static let counts = 0...1_000_000

    static func read(_ value: JSONValue) throws(Refusal) -> RetryRules {
        guard value.isObject else { return RetryRules(every: try value.integer(in: counts)) }
        let fields = try Fields(of: value, known: causes.map(\.name) + ["delay", "growth", "longest"])
        var rules = RetryRules.standard
        for (name, rule) in causes {
            if let field = fields[name] { rules[keyPath: rule] = try field.integer(in: counts) }
        }
        if let delay = fields["delay"] { rules.delay = try delay.read(Durations.read) }
        if let growth = fields["growth"] { rules.growth = try growth.read(readGrowth) }
        if let longest = fields["longest"] { rules.longestDelay = try longest.read(Durations.read) }
        return rules
    }

    private static func readGrowth(_ text: String) throws(ReadingProblem) -> Int64 {
        let growth = try Amounts.read(text)
        guard (Amount(1)...Amount(1000)).contains(growth) else {
            throw ReadingProblem("is \(text); 1 to 1000 is possible", "2 doubles the rest each time.")
        }
        return growth.thousandths
    }
}
