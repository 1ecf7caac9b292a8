import Model

extension RotaJobReader {
    func request() throws(Refusal) -> Request {
        var request = Request.oneCore
        if let value = fields["either"] {
            request = try either(value)
        } else {
            request = try amounts { fields[$0] }
        }
        if fields["container"] != nil { request.askForContainer() }
        if let share = fields["share"] {
            request.sharing = try sharing(share)
            try check(request, share, "deals out")
        }
        if let malleable = fields["malleable"] {
            request.isMalleable = try malleable.flag()
            if request.isMalleable { try check(request, malleable, "changes") }
        }
        return request
    }

    private func check(_ request: Request, _ value: JSONValue, _ verb: String) throws(Refusal) {
        guard !request.alternatives.isEmpty else { return }
        throw value.refusal(
            ReadingProblem("\(verb) the cores of tasks that ask for either one or the other", "Leave one of both out."))
    }

    /// `[{"gpus": 1}, {"cores": 16, "time": "4h"}]`; what one of them does not say, the job does.
    private func either(_ value: JSONValue) throws(Refusal) -> Request {
        guard value.isList, value.elements.count > 1 else {
            throw value.refusal(
                ReadingProblem(
                    "is no list of two or more", "Write it like [{ \"gpus\": 1 }, { \"cores\": 16 }]."))
        }
        var requests: [Request] = []
        for element in value.elements {
            let own = try Fields(of: element, known: RotaJobFields.requestNames)
            requests.append(try amounts { own[$0] ?? fields[$0] })
        }
        requests[0].alternatives = Array(requests.dropFirst())
        return requests[0]
    }

    private func amounts(_ field: (String) -> JSONValue?) throws(Refusal) -> Request {
        var request = Request.oneCore
        if let cores = field("cores") { request.cores = try cores.read(CoreCounts.readRange) }
        if let preferred = field("preferredCores") {
            request.preferredCores = try preferred.read { text throws(ReadingProblem) in
                try CoreCounts.readPreferred(text, of: request.cores)
            }
        }
        if let nodes = field("nodes") {
            request.nodes = try nodes.read { text throws(ReadingProblem) in
                try WholeRanges.read(text, in: 1...1_000_000)
            }
        }
        if let whole = field("wholeNodes") { request.takesWholeNode = try whole.flag() }
        if let memory = field("memory") {
            let range = try memory.read(MemoryAmounts.readRange)
            request.memory = range.lowerBound
            request.memoryLimit = range.upperBound
        }
        if let gpus = field("gpus") { request.gpus = try gpus.read(Amounts.read) }
        if let named = field("resources") { request.named = try namedAmounts(named) }
        if let time = field("time") { request.wallTime = try time.read(Durations.readPositive) }
        if let expected = field("expect") { request.expectedTime = try expected.read(Durations.readPositive) }
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
