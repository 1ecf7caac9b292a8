import Model

extension PolicyName {
    static let words: [Word] = [
        overtaking("skip", .whoeverFits), overtaking("easy", .easy), overtaking("conservative", .conservative),
        overtaking("in-order", .none),
        order("fcfs", .firstCome, Policy.Overtaking.none),
        order("priority", .standard, Policy.Overtaking.none),
        Word(name: "round-robin", choices: [.order], value: nil) { policy, _ throws(ReadingProblem) in
            policy.order = .roundRobin(quantum: policy.order.quantum ?? Policy.Order.standardQuantum)
        },
        order("shortest", .shortest), order("longest", .longest), order("smallest", .smallest),
        order("largest", .largest), order("fewest-cores", .fewestCores), order("most-cores", .mostCores),
        Word(name: "due", choices: [.order], value: nil) { policy, _ throws(ReadingProblem) in
            policy.order = .standardDue
            policy.overtaking = .easy
            policy.passing = .shortestFirst
            policy.expectation = .lastTwo
        },
        Word(name: "stretch", choices: [.stretch], value: .needed) { policy, value throws(ReadingProblem) in
            guard case .due(_, let within) = policy.order else { throw misplaced("stretch", behind: "due") }
            policy.order = .due(stretch: try readStretch(value ?? ""), within: within)
        },
        Word(name: "within", choices: [.within], value: .needed) { policy, value throws(ReadingProblem) in
            guard case .due(let stretch, _) = policy.order else { throw misplaced("within", behind: "due") }
            policy.order = .due(stretch: stretch, within: try Durations.readPositive(value ?? ""))
        },
        Word(name: "ageing", choices: [.ageing], value: .needed) { policy, value throws(ReadingProblem) in
            let step = value == "none" ? nil : try Durations.readPositive(value ?? "")
            guard case .priority = policy.order else { throw misplaced("ageing", behind: "priority") }
            policy.order = .priority(ageing: step)
        },
        Word(name: "quantum", choices: [.quantum], value: .needed) { policy, value throws(ReadingProblem) in
            guard case .roundRobin = policy.order else { throw misplaced("quantum", behind: "round-robin") }
            policy.order = .roundRobin(quantum: try Durations.readPositive(value ?? ""))
        },
        passing("first-passes", .inOrder), passing("shortest-passes", .shortestFirst),
        width("strict", .strict), width("max-prop", .proportional), width("always-attend", .whateverIsThere),
        Word(name: "pause", choices: [.preemption], value: .optional) { policy, value throws(ReadingProblem) in
            switch value ?? "most-run-time" {
            case "most-run-time": policy.preemption = .pause(.mostRunTime)
            case "smallest-request": policy.preemption = .pause(.smallestRequest)
            default:
                throw ReadingProblem(
                    "nobody is paused by \"\(value ?? "")\"", "There are most-run-time, smallest-request.")
            }
        },
        nodes("tightest", .tightest), nodes("rotating", .rotating), nodes("spread", .spread), nodes("pack", .pack),
        expectation("by-request", .request), expectation("by-profile", .profile), expectation("by-last-two", .lastTwo),
        Word(name: "fair-share", choices: [.share], value: .optional) { policy, value throws(ReadingProblem) in
            policy.fairShare =
                try value.map { text throws(ReadingProblem) in
                    try Durations.readPositive(text)
                } ?? .seconds(7 * 86_400)
        },
    ]

    private static func order(
        _ name: String, _ order: Policy.Order, _ overtaking: Policy.Overtaking? = nil
    ) -> Word {
        Word(name: name, choices: [.order], value: nil) { policy, _ in
            policy.order = order
            if let overtaking { policy.overtaking = overtaking }
        }
    }

    private static func overtaking(_ name: String, _ overtaking: Policy.Overtaking) -> Word {
        Word(name: name, choices: [.overtaking], value: nil) { policy, _ in policy.overtaking = overtaking }
    }

    private static func passing(_ name: String, _ passing: Policy.Passing) -> Word {
        Word(name: name, choices: [.passing], value: nil) { policy, _ in policy.passing = passing }
    }

    private static func width(_ name: String, _ width: Policy.Width) -> Word {
        Word(name: name, choices: [.width], value: nil) { policy, _ in policy.width = width }
    }

    private static func nodes(_ name: String, _ choice: Policy.NodeChoice) -> Word {
        Word(name: name, choices: [.nodeChoice], value: nil) { policy, _ in policy.nodeChoice = choice }
    }

    private static func expectation(_ name: String, _ expectation: Policy.Expectation) -> Word {
        Word(name: name, choices: [.expectation], value: nil) { policy, _ in policy.expectation = expectation }
    }

    // 1 to 1000: with a thousand, whoever runs for more than a minute and a half comes after who came a day later.
    private static func readStretch(_ text: String) throws(ReadingProblem) -> Int {
        guard let stretch = Int(text), (1...1000).contains(stretch) else {
            throw ReadingProblem("\"\(text)\" is no whole number from 1 to 1000", "Write stretch=10.")
        }
        return stretch
    }

    private static func misplaced(_ word: String, behind order: String) -> ReadingProblem {
        ReadingProblem("\"\(word)\" belongs to the order \(order)", "Write \(order)+\(word)=VALUE.")
    }
}

extension Policy.Order {
    fileprivate var quantum: Duration? { if case .roundRobin(let quantum) = self { quantum } else { nil } }
}
