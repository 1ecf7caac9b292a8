package import Model

extension PolicyName {
    /// The shortest name, in the order in which a policy's choices are explained, that reads as this policy; its limits
    /// have no words.
    package static func text(of policy: Policy) -> String {
        var plain = policy
        plain.limits = .none
        var words = orderWords(of: policy.order) + choiceWords(of: policy)
        for position in words.indices.reversed() where words.count > 1 {
            var fewer = words
            fewer.remove(at: position)
            if (try? read(fewer.joined(separator: "+"))) == plain { words = fewer }
        }
        return words.joined(separator: "+")
    }

    private static func orderWords(of order: Policy.Order) -> [String] {
        switch order {
        case .firstCome: ["fcfs"]
        case .priority(let ageing): ["priority", "ageing=\(ageing.map(Durations.text) ?? "none")"]
        case .shortest: ["shortest"]
        case .longest: ["longest"]
        case .smallest: ["smallest"]
        case .largest: ["largest"]
        case .fewestCores: ["fewest-cores"]
        case .mostCores: ["most-cores"]
        case .due(let stretch, let within):
            ["due", "stretch=\(stretch)"] + (within.map { ["within=\(Durations.text($0))"] } ?? [])
        case .roundRobin(let quantum): ["round-robin", "quantum=\(Durations.text(quantum))"]
        }
    }

    private static func choiceWords(of policy: Policy) -> [String] {
        var words: [String] = []
        switch policy.overtaking {
        case .none: words.append("in-order")
        case .whoeverFits: words.append("skip")
        case .easy: words.append("easy")
        case .conservative: words.append("conservative")
        }
        words.append(policy.passing == .inOrder ? "first-passes" : "shortest-passes")
        switch policy.width {
        case .strict: words.append("strict")
        case .proportional: words.append("max-prop")
        case .whateverIsThere: words.append("always-attend")
        }
        switch policy.preemption {
        case .none: break
        case .pause(.mostRunTime): words.append("pause")
        case .pause(.smallestRequest): words.append("pause=smallest-request")
        }
        switch policy.nodeChoice {
        case .tightest: words.append("tightest")
        case .rotating: words.append("rotating")
        case .spread: words.append("spread")
        case .pack: words.append("pack")
        }
        switch policy.expectation {
        case .request: words.append("by-request")
        case .profile: words.append("by-profile")
        case .lastTwo: words.append("by-last-two")
        }
        return words + (policy.fairShare.map { ["fair-share=\(Durations.text($0))"] } ?? [])
    }
}
