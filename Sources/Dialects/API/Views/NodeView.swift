package import Model

/// A node: what it lends, what of that is free, and whether work goes there.
package struct NodeView: Sendable, Hashable {
    package var number: Int
    package var name: String
    /// The executor's own number, 16 hexadecimal digits; empty when the service runs tasks there itself.
    package var executor: String
    /// `slurm 1234`; empty: none.
    package var allocation: String
    package var tags: [String]
    package var state: State
    package var cores: Int
    /// How many of them, in their order, each NUMA domain has; empty: all are in one.
    package var domains: [Int]
    package var coresFree: Cores
    /// Neither free nor given away.
    package var coresKeptByOthers: Int
    package var memory: Bytes
    package var memoryFree: Bytes
    package var gpus: Int
    package var gpusFree: Amount
    package var named: [NamedAmount]
    /// Attempts that run there, or are about to.
    package var running: Int
    package var joinedAt: Instant
    /// Nothing is started that can't be over by then.
    package var endsAt: Instant?
    /// Since when it is in its state; none: since it joined.
    package var since: Instant?

    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Takes work.
        case available
        /// Finishes what it has, and takes nothing new.
        case draining
        /// Not heard for a while; what runs there is not given up yet.
        case silent
        /// Gone.
        case lost
    }

    package init(number: Int, name: String, state: State, cores: Int, memory: Bytes, joinedAt: Instant) {
        self.number = number
        self.name = name
        self.state = state
        self.cores = cores
        self.memory = memory
        self.joinedAt = joinedAt
        executor = ""
        allocation = ""
        tags = []
        domains = []
        coresFree = .zero
        coresKeptByOthers = 0
        memoryFree = .zero
        gpus = 0
        gpusFree = .zero
        named = []
        running = 0
    }
}

extension NodeView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("number", number)
            json.member("name", name)
            json.member("executor", executor)
            json.member("allocation", allocation)
            json.member("tags", texts: tags)
            json.member("state", state.rawValue)
            json.member("cores", cores)
            json.key("domains")
            json.array { json in for count in domains { json.value(count) } }
            json.member("coresFree", coresFree)
            json.member("coresKeptByOthers", coresKeptByOthers)
            json.member("memory", memory.count)
            json.member("memoryFree", memoryFree.count)
            json.member("gpus", gpus)
            json.member("gpusFree", thousandths: gpusFree.thousandths)
            json.key("resources")
            json.object { json in
                for amount in named { json.member(amount.name, thousandths: amount.amount.thousandths) }
            }
            json.member("running", running)
            json.member("joinedAt", at: joinedAt)
            json.member("endsAt", at: endsAt)
            json.member("since", at: since)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(
            number: try fields.number("number"), name: try fields.text("name"),
            state: try fields.required("state").word(of: State.allCases.map { ($0.rawValue, $0) }),
            cores: try fields.number("cores"), memory: try fields.bytes("memory"),
            joinedAt: try fields.instant("joinedAt"))
        executor = try fields.optionalText("executor") ?? ""
        allocation = try fields.optionalText("allocation") ?? ""
        tags = try fields.texts("tags")
        for count in try fields["domains"]?.list() ?? [] { domains.append(try count.integer(in: 1...Int.max)) }
        coresFree = try fields.cores("coresFree")
        coresKeptByOthers = try fields.optionalNumber("coresKeptByOthers") ?? 0
        memoryFree = try fields.bytes("memoryFree")
        gpus = try fields.number("gpus")
        gpusFree = Amount(thousandths: try fields.optionalThousandths("gpusFree") ?? 0)
        running = try fields.number("running")
        endsAt = try fields.optionalInstant("endsAt")
        since = try fields.optionalInstant("since")
        guard let resources = fields["resources"] else { return }
        let amounts = try AnswerFields(resources)
        for member in try resources.object() {
            let amount = Amount(thousandths: try amounts.optionalThousandths(member.name) ?? 0)
            named.append(NamedAmount(name: member.name, amount: amount))
        }
    }
}
