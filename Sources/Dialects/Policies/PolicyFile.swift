package import Model

/// A file in which people give their own combinations of choices a name.
///
/// - Shape: `{"nights": "shortest+easy", "days": {"order": "priority", "ageing": "1h", "limits": {"perUser": 4}}}`.
package struct PolicyFile: Sendable {
    /// In the order of the file.
    package private(set) var policies: [(name: String, policy: Policy)] = []

    /// The fields of a combination that is spelled out, and what each of them chooses.
    private static let choices: [(field: String, choice: PolicyName.Choice)] = [
        ("order", .order), ("ageing", .ageing), ("quantum", .quantum), ("width", .width),
        ("overtaking", .overtaking), ("preemption", .preemption), ("nodes", .nodeChoice),
        ("expectation", .expectation), ("fairShare", .share),
    ]

    /// - Parameter name: of the file, for refusals.
    package static func read(_ bytes: [UInt8], name: String) throws(Refusal) -> PolicyFile {
        let root = try JSONReader.read(bytes, document: name).root
        var file = PolicyFile()
        for member in try root.object() {
            guard !PolicyName.all.contains(member.name), !member.name.contains(where: { "+=, ".contains($0) }) else {
                throw member.key.refusal(
                    "is \"\(member.name)\", which names something else already or holds one of + = , and blanks",
                    "Choose another name.")
            }
            file.policies.append((member.name, try policy(member.value)))
        }
        return file
    }

    private static func policy(_ value: JSONValue) throws(Refusal) -> Policy {
        guard value.isObject else { return try value.read(PolicyName.read) }
        let fields = try Fields(of: value, known: choices.map(\.field) + ["limits"])
        var words: [String] = []
        for (field, choice) in choices {
            guard let value = fields[field] else { continue }
            if let word = try word(value, field, choice) { words.append(word) }
        }
        var policy: Policy
        do throws(ReadingProblem) {
            policy = words.isEmpty ? Policy() : try PolicyName.read(words.joined(separator: "+"))
        } catch {
            throw value.refusal(error)
        }
        if let limits = fields["limits"] { policy.limits = try self.limits(limits) }
        return policy
    }

    /// The word of a policy's name that says the same; none: it says what holds anyway.
    private static func word(
        _ value: JSONValue, _ field: String, _ choice: PolicyName.Choice
    ) throws(Refusal) -> String? {
        let text = try value.text()
        switch choice {
        case .ageing, .quantum: return "\(field)=\(text)"
        case .share: return "fair-share=\(text)"
        case .preemption where text == "none": return nil
        case .overtaking where text == "none": return "in-order"
        default: break
        }
        let known = PolicyName.words.filter { $0.choices == [choice] }.map(\.name)
        let name = String(text.prefix { $0 != "=" })
        guard known.contains(name) else {
            let near = NearestName.nearest(to: name, among: known).map { "Did you mean \"\($0)\"?" }
            throw value.refusal(
                "is \"\(text)\"; known here are \(known.joined(separator: ", "))", near ?? "Choose one of them.")
        }
        return text
    }

    /// `{"perUser": 8, "perTag": {"gpu": 2}}`
    private static func limits(_ value: JSONValue) throws(Refusal) -> Policy.Limits {
        let fields = try Fields(of: value, known: ["perUser", "perTag"])
        var limits = Policy.Limits()
        if let user = fields["perUser"] { limits.perUser = try user.integer(in: 1...Self.mostTasks) }
        for member in try fields["perTag"]?.object() ?? [] {
            limits.perTag.append(
                Policy.Limits.TagLimit(tag: member.name, limit: try member.value.integer(in: 1...Self.mostTasks)))
        }
        limits.perTag.sort { $0.tag < $1.tag }
        return limits
    }

    // A billion: no machine runs more at once.
    private static let mostTasks = 1_000_000_000
}
