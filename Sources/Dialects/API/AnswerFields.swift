package import Model

/// The members of an answer of the service.
///
/// What is not known here is passed over: a newer service may say more, and an older client still understands the rest.
package struct AnswerFields {
    package let value: JSONValue
    private let members: [String: JSONValue]

    package init(_ value: JSONValue) throws(Refusal) {
        self.value = value
        let all = try value.object()
        members = Dictionary(all.map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// None when it is missing or null.
    package subscript(name: String) -> JSONValue? {
        guard let member = members[name], !member.isNull else { return nil }
        return member
    }

    package func required(_ name: String) throws(Refusal) -> JSONValue {
        guard let member = self[name] else {
            throw value.refusal(
                "has no \"\(name)\"", "Compare the versions of client and service: `rota status` names both.")
        }
        return member
    }

    package func text(_ name: String) throws(Refusal) -> String { try required(name).text() }
    package func flag(_ name: String) throws(Refusal) -> Bool { try self[name]?.flag() ?? false }
    package func number(_ name: String) throws(Refusal) -> Int {
        try self[name]?.integer(in: Int.min...Int.max) ?? 0
    }

    package func optionalText(_ name: String) throws(Refusal) -> String? {
        guard let member = self[name] else { return nil }
        return try member.text()
    }

    package func optionalNumber(_ name: String) throws(Refusal) -> Int? {
        guard let member = self[name] else { return nil }
        return try member.integer(in: Int.min...Int.max)
    }

    package func texts(_ name: String) throws(Refusal) -> [String] { try self[name]?.texts() ?? [] }

    package func bytes(_ name: String) throws(Refusal) -> Bytes { Bytes(Int64(try number(name))) }

    package func cores(_ name: String) throws(Refusal) -> Cores {
        Cores(thousandths: try optionalThousandths(name) ?? 0)
    }

    package func optionalThousandths(_ name: String) throws(Refusal) -> Int64? {
        guard let member = self[name] else { return nil }
        return try decimal(member, digits: 3)
    }

    package func duration(_ name: String) throws(Refusal) -> Duration { try optionalDuration(name) ?? .zero }

    package func optionalDuration(_ name: String) throws(Refusal) -> Duration? {
        guard let member = self[name] else { return nil }
        return .microseconds(try decimal(member, digits: 6))
    }

    package func instant(_ name: String) throws(Refusal) -> Instant {
        try required(name).read { text throws(ReadingProblem) in try Dates.read(text) }
    }

    package func optionalInstant(_ name: String) throws(Refusal) -> Instant? {
        guard let member = self[name] else { return nil }
        return try member.read { text throws(ReadingProblem) in try Dates.read(text) }
    }

    package func state(_ name: String) throws(Refusal) -> TaskState {
        try required(name).word(of: TaskState.allCases.map { ("\($0)", $0) })
    }

    package func counts(_ name: String) throws(Refusal) -> StateCounts {
        var counts = StateCounts()
        guard let member = self[name] else { return counts }
        let fields = try AnswerFields(member)
        for state in TaskState.allCases { counts[state] = try fields.number("\(state)") }
        return counts
    }

    package func list<Element>(
        _ name: String, _ reading: (AnswerFields) throws(Refusal) -> Element
    ) throws(Refusal) -> [Element] {
        guard let member = self[name] else { return [] }
        var elements: [Element] = []
        for element in try member.list() { elements.append(try reading(AnswerFields(element))) }
        return elements
    }

    /// A decimal number as a whole number of its last digits: `1.25` with three digits is 1250.
    private func decimal(_ member: JSONValue, digits: Int) throws(Refusal) -> Int64 {
        let source = member.source
        let isNegative = source.hasPrefix("-")
        let parts = source.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        var fraction = parts.count > 1 ? String(parts[1].prefix(digits)) : ""
        fraction += String(repeating: "0", count: digits - fraction.count)
        guard member.isNumber, parts.count <= 2, let number = Int64(parts[0] + fraction) else {
            throw member.refusal("is \(source); a decimal number is needed", "Write it like 12 or 0.5.")
        }
        return isNegative ? -number : number
    }
}
