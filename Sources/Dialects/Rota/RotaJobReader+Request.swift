import Model

extension RotaJobReader {
    func request() throws(Refusal) -> Request {
        var request = Request.oneCore
        if let cores = fields["cores"] { request.cores = try cores.read(CoreCounts.readRange) }
        if let nodes = fields["nodes"] {
            request.nodes = try nodes.read { text throws(ReadingProblem) in
                try WholeRanges.read(text, in: 1...1_000_000)
            }
        }
        if let whole = fields["wholeNodes"] { request.takesWholeNode = try whole.flag() }
        if let memory = fields["memory"] {
            let range = try memory.read(MemoryAmounts.readRange)
            request.memory = range.lowerBound
            request.memoryLimit = range.upperBound
        }
        if let gpus = fields["gpus"] { request.gpus = try gpus.read(Amounts.read) }
        if let named = fields["resources"] { request.named = try namedAmounts(named) }
        if fields["container"] != nil, !request.named.contains(where: { $0.name == Container.amountName }) {
            let one = NamedAmount(name: Container.amountName, amount: Amount(1))
            request.named = (request.named + [one]).sorted { $0.name < $1.name }
        }
        if let time = fields["time"] { request.wallTime = try time.read(Durations.readPositive) }
        if let expected = fields["expect"] { request.expectedTime = try expected.read(Durations.readPositive) }
        if let share = fields["share"] { request.sharing = try sharing(share) }
        return request
    }

    private func namedAmounts(_ value: JSONValue) throws(Refusal) -> [NamedAmount] {
        var amounts: [NamedAmount] = []
        for member in try value.object() {
            do throws(ReadingProblem) {
                try Names.checkWord(member.name)
            } catch {
                throw member.key.refusal(error)
            }
            amounts.append(NamedAmount(name: member.name, amount: try member.value.read(Amounts.read)))
        }
        return amounts.sorted { $0.name < $1.name }
    }

    /// `"fewest-rounds"`, `"equal-parts"` (one for each iteration), or `{"parts": 4}`.
    private func sharing(_ value: JSONValue) throws(Refusal) -> Request.Sharing {
        guard value.isObject else {
            return try value.word(of: [
                ("none", Request.Sharing.none), ("fewest-rounds", .fewestRounds), ("equal-parts", .equalParts(0)),
            ])
        }
        let members = try Fields(of: value, known: ["parts"])
        let parts = try members.required("parts", "Say into how many parts: { \"parts\": 4 }.")
        return .equalParts(try parts.integer(in: 1...CoreCounts.unbounded.whole))
    }
}
