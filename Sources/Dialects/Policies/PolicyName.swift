package import Model

/// How people name policies: one choice, or several joined by `+`.
///
/// - Shape: `easy`, `shortest+easy`, `priority+ageing=1h+pause+max-prop`.
package enum PolicyName {
    /// What one word chooses. No two words of a name choose the same.
    struct Word: Sendable {
        var name: String
        var choices: Set<Choice>
        /// Whether something follows it behind a `=`: none: never.
        var value: Value?
        var apply: @Sendable (inout Policy, String?) throws(ReadingProblem) -> Void

        enum Value: Sendable { case optional, needed }
    }

    /// The five choices of a policy, and what goes with them.
    enum Choice: Sendable {
        case order, width, overtaking, preemption, nodeChoice, expectation, ageing, quantum, stretch, within
        case passing, share
    }

    /// The policies that have a name of their own, in the order in which people are told of them.
    package static let builtIn = [
        "skip", "fcfs", "easy", "conservative", "priority", "round-robin", "shortest", "largest",
        "due",
    ]

    /// Every word that may stand in a name.
    package static var all: [String] { words.map(\.name) }

    package static func read(_ text: String) throws(ReadingProblem) -> Policy {
        var parts: [(word: Word, value: String?)] = []
        var chosen: Set<Choice> = []
        for part in text.split(separator: "+", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let word = try word(named: halves[0])
            guard chosen.isDisjoint(with: word.choices) else {
                throw ReadingProblem(
                    "\"\(text)\" says the same kind of thing twice",
                    "\"\(word.name)\" chooses what another word of it has chosen; leave one of them out.")
            }
            chosen.formUnion(word.choices)
            let value = halves.count > 1 ? halves[1] : nil
            if value == nil, word.value == .needed {
                throw ReadingProblem("\"\(word.name)\" needs a value", "Write \(word.name)=VALUE.")
            }
            if value != nil, word.value == nil {
                throw ReadingProblem("\"\(word.name)\" takes no value", "Write \(word.name) alone.")
            }
            parts.append((word, value))
        }
        var policy = Policy()
        // An order brings choices along that go well with it, and give way to what is said.
        for part in parts where part.word.choices.contains(.order) { try part.word.apply(&policy, part.value) }
        for part in parts where !part.word.choices.contains(.order) { try part.word.apply(&policy, part.value) }
        if let contradiction = policy.contradiction { throw contradiction.problem(in: text) }
        return policy
    }

    private static func word(named name: String) throws(ReadingProblem) -> Word {
        if let word = words.first(where: { $0.name == name }) { return word }
        let nearest = NearestName.nearest(to: name, among: all).map { "Did you mean \"\($0)\"? " } ?? ""
        throw ReadingProblem(
            "\"\(name)\" is not known", "\(nearest)There are \(all.joined(separator: ", ")).")
    }
}

extension Policy.Contradiction {
    fileprivate func problem(in text: String) -> ReadingProblem {
        switch self {
        case .firstComeNeverYields:
            ReadingProblem(
                "\"\(text)\" contradicts itself: who came later never comes before who runs, so nobody is paused",
                "Leave pause out, or choose another order: priority, shortest.")
        case .turnsPauseAlready:
            ReadingProblem(
                "\"\(text)\" contradicts itself: round-robin pauses who has run for its quantum, and nobody else",
                "Leave pause out.")
        }
    }
}
